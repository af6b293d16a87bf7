// The links at a dashboard's top: to others, with time and variables kept.
import { sceneGraph, SceneComponentProps, SceneObjectBase, SceneObjectState, sceneUtils }
  from '@grafana/scenes';
import { LinkButton } from '@grafana/ui';
import { useEffect, useState } from 'react';

interface State extends SceneObjectState { links: any[] }

export class DashboardLinks extends SceneObjectBase<State> {
  static Component = ({ model }: SceneComponentProps<DashboardLinks>) => {
    const links = useLinks(model.state.links);
    model.parent!.useState();
    sceneGraph.getTimeRange(model).useState();
    return <>{links.map((link) => (
      <LinkButton key={link.title} href={hrefOf(model, link)} variant="secondary" size="md"
        tooltip={link.tooltip}>{link.title}</LinkButton>))}</>;
  };
}

// A link of the type `dashboards` is one to each that has all of its tags.
function useLinks(links: any[]) {
  const [found, setFound] = useState<any[]>([]);
  useEffect(() => { void (async () => {
    const all = await (await fetch('/dashboards')).json();
    setFound(links.flatMap((link) => link.type !== 'dashboards' ? [link] : all
      .filter((one: any) => link.tags.every((tag: string) => one.tags.includes(tag)))
      .map((one: any) => ({ ...link, title: one.title, url: `/d/${one.uid}` }))));
  })(); }, [links]);
  return found;
}

function hrefOf(model: DashboardLinks, link: any): string {
  const state = sceneUtils.getUrlState(model.getRoot());
  const kept = new URLSearchParams();
  for (const [key, value] of Object.entries(state)) {
    const isTime = key === 'from' || key === 'to' || key === 'timezone';
    if (isTime ? link.keepTime : link.includeVars && key.startsWith('var-')) {
      [value].flat().forEach((one) => kept.append(key, String(one)));
    }
  }
  const url = sceneGraph.interpolate(model, link.url);
  return [url, kept.toString()].filter(Boolean).join(url.includes('?') ? '&' : '?');
}
