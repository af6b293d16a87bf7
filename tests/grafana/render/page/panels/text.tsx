import { PanelProps, renderTextPanelMarkdown } from '@grafana/data';
import { pluginOf } from './plugin';

function Text({ options, replaceVariables }: PanelProps<any>) {
  const html = renderTextPanelMarkdown(replaceVariables(options.content, {}, 'html'));
  return <div className="markdown-html" dangerouslySetInnerHTML={{ __html: html }} />;
}

export const text = pluginOf(Text, { mode: 'markdown', content: '' });
