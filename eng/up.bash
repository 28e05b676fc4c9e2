# shellcheck shell=bash disable=SC2154 # Sourced by ./dev, which has setup, build, stage, say and die.
# A worker to play with, in data/. What a user has changed there stays as it is.

readonly config=data/config.yaml

# What earlier runs did: "pid" (which process runs), "samples" and "registered" (a fingerprint of what was copied and published).
readonly memory=data/.up

worker() { dotnet artifacts/app/template-worker.dll --config "$config" "$@"; }

# One fingerprint for all files of a folder and their names.
fingerprint() { (cd "$1" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -d ' ' -f 1); }

# recall LIST NAME: what was remembered under this name, if anything.
recall() { awk -F '\t' -v name="$2" '$1 == name { print $2 }' "$memory/$1" 2>/dev/null || true; }

# remember LIST NAME VALUE
remember() {
  local list=$memory/$1
  {
    awk -F '\t' -v name="$2" '$1 != name' "$list" 2>/dev/null || true
    printf '%s\t%s\n' "$2" "$3"
  } >"$list.new"
  mv "$list.new" "$list"
}

# setting NAME: the first value under that name in the configuration, without quotes and comment.
setting() { sed -n "/^ *-\{0,1\} *$1: */ { s///; s/ #.*//; s/^[\"']//; s/[\"' ]*$//; p; q; }" "$config"; }

require_own_data() {
  local foreign
  mkdir -p data 2>/dev/null || die "The folder data/ cannot be made: $PWD belongs to $(stat -c %U .). Run ./dev up as that user, or in a clone of your own."
  foreign=$(find data -maxdepth 4 \( -type d ! -writable -o -name config.yaml ! -readable \) -print -quit 2>/dev/null)
  if [[ -n $foreign ]]; then
    die "$foreign belongs to $(stat -c %U "$foreign"): an earlier ./dev up ran as that user. Run it as that user again, or take the folder over: sudo chown -R $(id -un): data"
  fi
}

# The number stays the supervisor's, which takes this process's place at the end.
require_alone() {
  local pid words
  mkdir -p "$memory"
  pid=$(cat "$memory/pid" 2>/dev/null || true)
  if [[ -n $pid && $pid != "$$" ]] && kill -0 "$pid" 2>/dev/null; then
    # Numbers are given to other programs later.
    words=$(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null || true)
    if [[ $words == *template-worker.dll* || $words == *dev\ up* ]]; then
      die "Another ./dev up runs in this folder, as process $pid. Use that one, or stop it: kill $pid"
    fi
  fi
  echo $$ >"$memory/pid"
}

require_reachable() {
  if [[ $EUID -eq 0 ]] && ! setpriv --reuid=postgres --regid=postgres --clear-groups test -x "$PWD"; then
    die "PostgreSQL does not run as root, and its user postgres may not enter $PWD. Run ./dev up as another user, or in a folder that all may enter, such as one under /srv."
  fi
  # The folder was moved, or never existed.
  local folder
  folder=$(setting postgres_url)
  if [[ $folder == embedded:/* && ! -d $(dirname "${folder#embedded:}") ]]; then
    die "$config keeps the database in ${folder#embedded:}, where there is no folder $(dirname "${folder#embedded:}"). If it was moved here, write: postgres_url: embedded:postgres"
  fi
}

require_free_port() {
  local host=${1%:*} port=${1##*:} holder
  case $host in
    0.0.0.0 | '[::]') host=127.0.0.1 ;;
    '['*) host=${host:1:-1} ;;
  esac
  # Who takes a connection there listens there.
  if [[ $port != 0 ]] && (exec 3<>"/dev/tcp/$host/$port") 2>/dev/null; then
    holder=$(ss -Hltnp "sport = :$port" 2>/dev/null | sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/\1, process \2/p' | head -n 1)
    die "The address $1 is in use${holder:+ by $holder}. Stop that program, or write another port at addrs.http in $config."
  fi
}

write_config() {
  (
    # The owner alone may read the token.
    umask 077
    cat >"$config" <<YAML
meta:
  postgres_url: embedded:postgres # in this folder
addrs:
  http: 127.0.0.1:8080
console:
  enabled: true
tokens:
  - name: dev
    role: admin
    token: $(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
YAML
  )
  say "$config is new: address, token and database of this worker."
}

# Copies samples that are new, or whose copy is still as it was copied.
copy_samples() {
  local folder=data/templates/guild/1001 sample name ours given now
  local -a copied=() kept=()
  mkdir -p "$folder"
  for sample in templates/samples/*/; do
    name=$(basename "$sample")
    ours=$(fingerprint "$sample") given=$(recall samples "$name") now=''
    if [[ -d $folder/$name ]]; then
      now=$(fingerprint "$folder/$name")
    fi
    if [[ $now != "$ours" ]]; then
      if [[ $now != "$given" ]]; then
        kept+=("$name")
        continue
      fi
      rm -rf "${folder:?}/$name"
      cp -R "$sample" "$folder/$name"
      copied+=("$name")
    fi
    remember samples "$name" "$ours"
  done
  if [[ ${#copied[@]} -gt 0 ]]; then
    say "Samples copied to $folder: ${copied[*]}"
  fi
  if [[ ${#kept[@]} -gt 0 ]]; then
    say "Left alone, since they were changed or removed in $folder: ${kept[*]}"
  fi
}

# Publishes the templates in data/templates that are new or were changed there. What was published over HTTP since then stays.
register_templates() {
  local staged=$memory/register template id database
  # In a new database nothing is registered.
  database="$(setting postgres_url) $(stat -c '%i %Y' data/postgres/password 2>/dev/null || true)"
  if [[ $(recall registered '') != "$database" ]]; then
    rm -f "$memory/registered"
    remember registered '' "$database"
  fi

  rm -rf "$staged"
  mkdir -p "$staged"
  local -a changed=()
  for template in data/templates/*/*/*/; do
    [[ -d $template ]] || continue
    id=${template#data/templates/} id=${id%/}
    if [[ $(fingerprint "$template") != "$(recall registered "$id")" ]]; then
      mkdir -p "$(dirname "$staged/$id")"
      cp -R "$template" "$staged/$id"
      changed+=("$id")
    fi
  done
  if [[ ${#changed[@]} -eq 0 ]]; then
    say "No template in data/templates has changed since it was registered."
    return
  fi

  if stage "Registering ${#changed[@]} new or changed templates" worker --worker-type register --templates "$staged"; then
    for id in "${changed[@]}"; do
      remember registered "$id" "$(fingerprint "$staged/$id")"
    done
  else
    say "What is named above was not registered; an earlier version stays active. Correct it and run ./dev up again."
  fi
  rm -rf "$staged"
}

up() {
  require_own_data
  require_alone
  [[ -f $config ]] || write_config
  # A database user that root started must get through to the cluster.
  chmod 711 data
  local address token
  address=${TEMPLATE_WORKER__ADDRS__HTTP:-$(setting http)}
  require_free_port "$address"

  stage "Looking for what it needs" setup
  require_reachable
  stage "Building (minutes at first, seconds later)" build src/TemplateWorker/TemplateWorker.csproj
  copy_samples
  stage "Preparing the database" worker --worker-type migrate
  register_templates

  # A configuration from before there was a console says nothing about it.
  grep -q '^console:' "$config" || export TEMPLATE_WORKER__CONSOLE__ENABLED=${TEMPLATE_WORKER__CONSOLE__ENABLED:-true}
  token=$(setting token)
  cat <<TEXT

address  http://$address
console  http://$address/console    (log in with the token)
token    $token    ($config)

Try, in another terminal:
  curl -H 'Authorization: Bearer $token' http://$address/v1/workers
  curl -H 'Authorization: Bearer $token' -H 'Content-Type: application/json' -d '{"name": "member.join", "data": {"member": {"id": "7", "name": "Ada", "locale": "fr-FR"}, "at": "2026-03-02T08:00:00Z"}}' 'http://$address/v1/tenants/guild/1001/events?wait=true'
  curl -H 'Authorization: Bearer $token' 'http://$address/v1/tenants/guild/1001/kv?scope=greeter'

Ctrl-C stops the workers and PostgreSQL.

TEXT
  exec dotnet artifacts/app/template-worker.dll --config "$config"
}
