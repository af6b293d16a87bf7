# shellcheck shell=bash disable=SC2317
# Servers that a script starts for as long as it runs itself, on ports of
# 127.0.0.1 that are free. Sourced by deploy/demo.

run_dir=  # where NAME.log and NAME.pid of each go
pids=()
names=()

# start NAME PROGRAM…: in the background. It ends with this script even if that
# is killed.
start() {
  local name=$1
  shift
  : >"$run_dir/$name.log"
  setpriv --pdeathsig TERM -- "$@" >"$run_dir/$name.log" 2>&1 </dev/null &
  echo $! >"$run_dir/$name.pid"
  pids+=($!)
  names+=("$name")
}

is_running() { kill -0 "${pids[-1]}" 2>/dev/null; }

# ended_child: the name of the first child that has ended; empty if none has.
ended_child() {
  local i
  for i in "${!pids[@]}"; do
    if is_gone "${pids[i]}"; then echo "${names[i]}"; break; fi
  done
}

end_children() {
  local pid
  for pid in ${pids[@]+"${pids[@]}"}; do kill "$pid" 2>/dev/null || true; done
  for pid in ${pids[@]+"${pids[@]}"}; do
    wait_until 10 is_gone "$pid" || kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  pids=() names=()
}

is_gone() { ! kill -0 "$1" 2>/dev/null; }

# wait_until SECONDS COMMAND…: true as soon as the command is.
wait_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.1
  done
}

free_port() {
  python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

# listens_or_ended NAME: its log tells the address, or there will be none.
listens_or_ended() {
  [ -n "$(listen_address "$1")" ] || ! is_running
}

listen_address() {
  sed -nE 's/.*listening.*(127\.0\.0\.1:[0-9]+).*/\1/p' "$run_dir/$1.log" |
    head -n 1
}

# start_listening NAME PROGRAM…: one that picks its port itself and tells it;
# sets $address, to nothing if it does not listen.
start_listening() {
  start "$@"
  wait_until 60 listens_or_ended "$1" || true
  address=$(listen_address "$1")
}

# start_on_free_port NAME PROGRAM…: one that has to be told, wherever ADDRESS
# stands in its arguments. Between the question and the start another program
# may take the port. Sets $address.
start_on_free_port() {
  local try
  for try in 1 2 3 4 5; do
    address=127.0.0.1:$(free_port)
    start "${@//ADDRESS/$address}"
    wait_until 60 is_ready_or_ended || break
    ! is_running || return 0
    unset 'pids[-1]' 'names[-1]'
    grep -q "address already in use" "$run_dir/$1.log" || break
    echo "port taken, try $try" >&2
  done
  return 1
}

is_ready_or_ended() { ! is_running || fetch "$address/-/ready" >/dev/null; }

fetch() { curl --noproxy '*' -fsS --max-time 10 "$@" 2>/dev/null; }
