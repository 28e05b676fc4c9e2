# shellcheck shell=bash disable=SC2154 # What is not defined here is ./dev's, which sources this file.
# Runs the test projects, those without promises of seconds side by side, and adds up their reports.

# One attribute of the <Counters> element of a test report.
counter() { sed -n "s/.*<Counters .*\b$2=\"\([0-9]*\)\".*/\1/p" "$1"; }

# Leaves out the classes whose trait says that they do not depend on the server's version (ServerScope in the test kit). What has no
# such trait runs.
readonly depends_on_version='server!=any'

# Classes with the trait "form=long" take minutes: a verb of ./dev runs each of them.

# add_jobs_on MAJOR PROJECT...: the tests of projects on a version of PostgreSQL. A job is run_job's arguments, joined by "|".
add_jobs_on() {
  local server project status=0
  server=$(tests/postgres-version "$1") || status=$?
  if [[ $status -eq 3 ]]; then
    install_packages nodejs npm
    server=$(tests/postgres-version "$1") && status=0
  fi
  [[ $status -eq 0 ]] || return "$status"

  for project in "${@:2}"; do
    jobs+=("$project-postgres-$1|$project|$server|$depends_on_version")
  done
}

# run_job LABEL PROJECT [NAME=VALUE [FILTER]]: leaves a report and a log in the folder of results, and what was covered where that is asked for.
run_job() {
  local label=$1 project=$2 server=${3-} filter=${4-}
  local -a command=(dotnet test "artifacts/bin/$project/release/$project.dll"
    --results-directory "$results" --logger "trx;LogFileName=$label.trx")
  local -a collect=()
  if [[ -n $filter ]]; then
    command+=(--filter "$filter")
  fi
  if [[ -n $coverage && $label == "$project" ]]; then
    mapfile -t collect < <(tests/coverage arguments "$project")
    command+=("${collect[@]}")
  fi
  env ${server:+"$server"} "${command[@]}" >"$results/$label.log" 2>&1
}

# count_job LABEL STATUS SECONDS: shows how a job ended, with its whole log when something is wrong.
count_job() {
  local label=$1 status=$2 report=$results/$1.trx total=0 executed=0 succeeded=0 wrong
  if [[ -f $report ]]; then
    total=$(counter "$report" total) executed=$(counter "$report" executed) succeeded=$(counter "$report" passed)
  fi
  wrong=$((executed - succeeded))
  if [[ $status -ne 0 || $wrong -gt 0 || $total -eq 0 ]]; then
    cat "$results/$label.log" >&2
  fi
  say "$label: $succeeded passed, $wrong failed, $((total - executed)) skipped after $3 s"
  if [[ $total -eq 0 || ($status -ne 0 && $wrong -eq 0) ]]; then
    say "$label: no test ran, or the test host ended with status $status; this counts as one failure."
    wrong=$((wrong + 1))
  fi
  passed=$((passed + succeeded)) failed=$((failed + wrong)) skipped=$((skipped + total - executed))
}

# run_jobs SLOTS JOB...: so many at a time.
run_jobs() {
  local slots=$1 job ended status
  local -a arguments
  local -A labels=() began=()
  shift
  for job in "$@" ''; do
    while [[ ${#labels[@]} -gt 0 && (${#labels[@]} -ge $slots || -z $job) ]]; do
      status=0
      wait -n -p ended "${!labels[@]}" || status=$?
      count_job "${labels[$ended]}" "$status" $((SECONDS - began[$ended]))
      unset "labels[$ended]"
    done
    if [[ -n $job ]]; then
      IFS='|' read -r -a arguments <<<"$job"
      say "${arguments[0]}: started"
      run_job "${arguments[@]}" &
      labels[$!]=${arguments[0]}
      began[$!]=$SECONDS
    fi
  done
}

# The twenty slowest tests of all reports.
slowest() {
  local report
  for report in "$results"/*.trx; do
    [[ -f $report ]] || continue
    sed -n 's/.*<UnitTestResult .* testName="\([^"]*\)".* duration="\([0-9]*\):\([0-9]*\):\([0-9.]*\)".*/\2 \3 \4 \1/p' "$report" |
      awk -v label="$(basename "$report" .trx)" '{
        seconds = $1 * 3600 + $2 * 60 + $3
        sub(/^[^ ]+ [^ ]+ [^ ]+ /, "")
        gsub(/&quot;/, "\""); gsub(/&lt;/, "<"); gsub(/&gt;/, ">"); gsub(/&amp;/, "\\&")
        printf "%6.1f s  %s: %s\n", seconds, label, $0
      }'
  done | sort -rn | sed -n 1,20p # not 20q: it would end sort by SIGPIPE, and with it the script
}

# run_tests [--coverage] [--postgres MAJOR|all] [--also-postgres MAJOR,MAJOR]
run_tests() {
  local only='' also='' coverage='' major project passed=0 failed=0 skipped=0
  local -a jobs=()
  while [[ $# -gt 0 ]]; do
    case $1 in
      --coverage)
        coverage=1
        shift
        continue
        ;;
      --postgres) only=${2-} ;;
      --also-postgres) also=${2-} ;;
      *) die "unknown argument of test: $1" ;;
    esac
    [[ -n ${2-} ]] || die "$1 needs a version of PostgreSQL, such as 12"
    shift 2
  done

  stage "Looking for what the tests need" setup test
  case $only in
    '')
      # The slowest two first, so that the others fill the gaps.
      for project in "$faults" "$storage" tests/*.Tests/*.csproj; do
        project=$(basename "$project" .csproj)
        if [[ -f tests/$project/$project.csproj && " ${jobs[*]} " != *" $project|"* ]]; then
          jobs+=("$project|$project||form!=long")
        fi
      done
      ;;
    all) also=$(tests/postgres-version all) ;;
    *) stage "Looking for PostgreSQL $only" add_jobs_on "$only" "$faults" "$storage" ;;
  esac
  for major in ${also//,/ }; do
    stage "Looking for PostgreSQL $major" add_jobs_on "$major" "$storage"
  done

  stage "Building" build TemplateWorker.sln
  rm -rf "$results"
  mkdir -p "$results"
  # Jobs in the background ignore Ctrl-C.
  trap 'kill $(jobs -p) 2>/dev/null; exit 130' INT TERM
  # End-to-end tests hold promises of seconds, so they have the machine to themselves; the others run side by side.
  local -a timed=() others=()
  local job
  for job in "${jobs[@]}"; do
    if [[ $job == *"|$faults"* ]]; then timed+=("$job"); else others+=("$job"); fi
  done
  if [[ ${#timed[@]} -gt 0 ]]; then
    stage "Testing the whole" run_jobs 1 "${timed[@]}"
  fi
  if [[ ${#others[@]} -gt 0 ]]; then
    stage "Testing the assemblies" run_jobs "$(nproc)" "${others[@]}"
  fi

  slowest >"$results/slowest.txt"
  say "The slowest tests:"
  cat "$results/slowest.txt" >&2
  local covered=0
  if [[ -n $coverage ]]; then
    say "Lines covered:"
    tests/coverage check "$results" >&2 || covered=$?
  fi
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [[ $failed -eq 0 && $passed -gt 0 && $covered -eq 0 ]]
}
