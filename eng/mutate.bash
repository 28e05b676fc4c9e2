# shellcheck shell=bash disable=SC2154 # Sourced by ./dev, which has setup, stage, say and die.
# Mutation tests: changes the classes that only decide, one operator at a time, and looks whether a test notices. Reports go to
# artifacts/mutation, a folder for each class.

# Pure classes: no clock, no task, no input or output. They may move; the name is enough.
readonly deciders=(SlotDivision HealthPolicy RestartPolicy DeathBlame CatchUpPlan NextLook CronSchedule)
readonly mutation=$PWD/artifacts/mutation

# tests_of PROJECT: its test project, or that of the executable.
tests_of() {
  local tests=tests/$1.Tests
  [[ -d $tests ]] || tests=tests/TemplateWorker.Tests
  printf '%s' "$tests"
}

# mutate_class FILE: by a run of Stryker of its own, which tells the score.
mutate_class() {
  local file=$1 class project tests
  class=$(basename "$file" .cs)
  project=$(cut -d / -f 2 <<<"$file")
  tests=$(tests_of "$project")
  (
    cd "$tests" || exit
    dotnet stryker --project "$project.csproj" --mutate "**/$class.cs" --configuration Release --skip-version-check \
      --reporter cleartext --reporter json --reporter html --output "$mutation/$class" >&2
  )
}

# mutate [CLASS...]
mutate() {
  local class file
  local -a classes=("${@:-${deciders[@]}}")
  stage "Looking for what it needs" setup
  stage "Restoring Stryker" dotnet tool restore >&2
  stage "Building (minutes at first, seconds later)" build TemplateWorker.sln
  for class in "${classes[@]}"; do
    file=$(git ls-files "src/**/$class.cs")
    [[ -n $file ]] || die "There is no class $class in src."
    rm -rf "${mutation:?}/$class"
    stage "Mutating $class" mutate_class "$file"
  done
}
