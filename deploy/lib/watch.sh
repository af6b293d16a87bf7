# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# What watches the exporter in deploy/demo, which sources this: Prometheus with
# the rules, Alertmanager, somebody on call, and dashboards. Every duration of
# theirs is divided by $divide.

start_on_call() {
  start_listening on_call python3 deploy/lib/on_call
  [ -n "$address" ] || fail_with_log on_call "nobody is on call"
  on_call=$address
}

# It needs a mount namespace, which a container may refuse.
start_alertmanager() {
  deploy/alertmanager/adapt --divide="$divide" --templates="$templates_dir" \
    --pager="http://$on_call/pager" --tickets="http://$on_call/tickets" \
    >"$run_dir/alertmanager.yml"
  if start_on_free_port alertmanager "$ALERTMANAGER" \
    --config.file="$run_dir/alertmanager.yml" \
    --storage.path="$run_dir/alertmanager" --cluster.listen-address= \
    --web.listen-address=ADDRESS --web.external-url=http://ADDRESS; then
    alertmanager=$address
    echo "Alertmanager        http://$alertmanager"
  else
    tail -n 1 "$run_dir/alertmanager.log" |
      sed 's/^/Alertmanager        not here: /'
  fi
}

start_prometheus() {
  local assets=/usr/share/prometheus/web
  [ ! -d "$tools_dir/usr/share/prometheus/web" ] ||
    assets=$tools_dir/usr/share/prometheus/web
  write_prometheus_configuration
  start_on_free_port prometheus "$PROMETHEUS" \
    --config.file="$run_dir/prometheus.yml" \
    --storage.tsdb.path="$run_dir/prometheus" --web.local-assets="$assets" \
    --web.listen-address=ADDRESS --web.external-url=http://ADDRESS \
    --rules.alert.resend-delay=5s ||
    fail_with_log prometheus "Prometheus does not start"
  prometheus=$address
  echo "Prometheus          http://$prometheus (scrapes every $scrape_interval)"
}

write_prometheus_configuration() {
  sed -e "s/localhost:10274/$exporter/" \
    -e "s/scrape_interval: .*/scrape_interval: $scrape_interval/" \
    -e "s/scrape_timeout: .*/scrape_timeout: $scrape_timeout/" \
    deploy/prometheus/prometheus.yml >"$run_dir/prometheus.yml"
  sed -i "/^global:/a\\  evaluation_interval: $scrape_interval" \
    "$run_dir/prometheus.yml"
  cat >>"$run_dir/prometheus.yml" <<YAML
rule_files: ["$run_dir/rules/*.yml"]
YAML
  [ -z "$alertmanager" ] || cat >>"$run_dir/prometheus.yml" <<YAML
alerting:
  alertmanagers:
    - static_configs: [{targets: ["$alertmanager"]}]
YAML
}

# Where Grafana's libraries are: the dashboards, drawn by them without a Grafana
# server.
start_dashboards() {
  local modules=${GRAFANA_MODULES:-$PWD/build/render/node_modules}
  dashboards=$on_call overview=''
  if [ ! -d "$modules" ] || ! command -v node >/dev/null; then
    echo "Dashboards          not here: deploy/demo --dashboards fetches 650 MB"
    return
  fi
  start_listening dashboards node tests/grafana/render/serve.mjs \
    --prometheus="http://$prometheus" --scrape-interval="$scrape_interval" \
    --modules="$modules"
  [ -n "$address" ] || fail_with_log dashboards "no dashboards"
  dashboards=$address
  overview="http://$dashboards/d/bsg-overview?from=now-15m&to=now"
  echo "Dashboards          http://$dashboards"
}

# Once there are samples: Prometheus takes seconds to begin, which are many
# minutes to rules that are fast. For as long it knows no Alertmanager after
# this, hence its resend-delay.
start_rules() {
  deploy/prometheus/adapt --divide="$divide" --output="$run_dir/rules" \
    --runbooks="http://$on_call/runbooks" --grafana="http://$dashboards" \
    deploy/prometheus/alerts.yml || fail "no rules"
  kill -HUP "$(cat "$run_dir/prometheus.pid")"
}

# The first alert, as somebody is told of it; where there is no Alertmanager, as
# Prometheus has it.
show_first_alert() {
  local firing='ALERTS{alertstate="firing"}'
  printf '\nWaiting for the first alert …\n'
  if [ -n "$alertmanager" ]; then
    wait_until 120 was_told_or_ended || fail "nobody was told of any alert"
    sed 1d "$run_dir/on_call.log"
  else
    wait_until 120 has_value_or_ended "$firing" || fail "no alert fires"
    show_query "$firing"
  fi
  fail_if_ended
}

was_told_or_ended() {
  [ -n "$(ended_child)" ] || grep -q '^--- ' "$run_dir/on_call.log"
}

# All that the person on call is told, as long as the demonstration lasts.
follow_messages() {
  setpriv --pdeathsig TERM tail -n +2 -f "$run_dir/on_call.log" </dev/null &
  pids+=($!)
  names+=(messages)
}
