# shellcheck shell=bash disable=SC2154 # Sourced by ./dev, which has setup, build, stage, say, die and the names of folders.
# Runs the test projects side by side and adds up their reports.

# One attribute of the <Counters> element of a test report.
counter() { sed -n "s/.*<Counters .*\b$2=\"\([0-9]*\)\".*/\1/p" "$1"; }

# add_jobs SERVER SUFFIX PROJECT...: puts projects on the list. A job is the arguments of run_job, joined by "|".
# End-to-end tests that hold a promise of seconds get a job of their own, which runs when the others are done.
add_jobs() {
  local server=$1 suffix=$2 project
  shift 2
  for project in "$@"; do
    if [[ $project == "$faults" ]]; then
      jobs+=("$project$suffix|$project|Category!=Timed|$server")
      timed+=("$project$suffix-timed|$project|Category=Timed|$server")
    else
      jobs+=("$project$suffix|$project||$server")
    fi
  done
}

# add_jobs_on MAJOR PROJECT...: the same on a version of PostgreSQL.
add_jobs_on() {
  local server
  server=$(tests/postgres-version "$1") || return
  add_jobs "$server" "-postgres-$1" "${@:2}"
}

# run_job LABEL PROJECT FILTER [NAME=VALUE]: leaves a report and a log in the folder of results.
run_job() {
  local label=$1 project=$2 filter=${3-} server=${4-}
  env ${server:+"$server"} dotnet test "artifacts/bin/$project/release/$project.dll" --results-directory "$results" \
    --logger "trx;LogFileName=$label.trx" ${filter:+--filter "$filter"} >"$results/$label.log" 2>&1
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
  local slots=$1 job label ended status
  local -a arguments
  local -A labels=() began=()
  shift
  for job in "$@" ''; do
    while [[ ${#labels[@]} -gt 0 && (${#labels[@]} -ge $slots || -z $job) ]]; do
      status=0
      wait -n -p ended "${!labels[@]}" || status=$?
      label=${labels[$ended]}
      unset "labels[$ended]"
      count_job "$label" "$status" $((SECONDS - began[$ended]))
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
  done | sort -rn | sed 20q
}

# run_tests [--postgres MAJOR|all] [--also-postgres MAJOR,MAJOR]
run_tests() {
  local only='' also='' major project passed=0 failed=0 skipped=0
  local -a projects=() jobs=() timed=()
  while [[ $# -gt 0 ]]; do
    case $1 in
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
        if [[ -f tests/$project/$project.csproj && " ${projects[*]} " != *" $project "* ]]; then
          projects+=("$project")
        fi
      done
      add_jobs '' '' "${projects[@]}"
      ;;
    all) also=$(tests/postgres-version all) ;;
    *) stage "Looking for PostgreSQL $only" add_jobs_on "$only" "$storage" "$faults" ;;
  esac
  for major in ${also//,/ }; do
    stage "Looking for PostgreSQL $major" add_jobs_on "$major" "$storage"
  done

  stage "Building" build TemplateWorker.sln
  rm -rf "$results"
  mkdir -p "$results"
  # Jobs in the background ignore Ctrl-C.
  trap 'kill $(jobs -p) 2>/dev/null; exit 130' INT TERM
  stage "Testing" run_jobs "$(nproc)" "${jobs[@]}"
  if [[ ${#timed[@]} -gt 0 ]]; then
    stage "Testing what needs the machine for itself" run_jobs 1 "${timed[@]}"
  fi

  slowest >"$results/slowest.txt"
  say "The slowest tests:"
  cat "$results/slowest.txt" >&2
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [[ $failed -eq 0 && $passed -gt 0 ]]
}
