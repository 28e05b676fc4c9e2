# shellcheck shell=bash disable=SC2154 # Sourced by ./dev, which has setup, stage, say and die.
# An archive of the program for this kind of machine, with a bill of materials and SHA-256 sums, in artifacts/release.
# The same commit gives the same bytes on every machine with the same SDK.

readonly executable=src/TemplateWorker/TemplateWorker.csproj
readonly release=artifacts/release

property() { dotnet msbuild "$executable" -getProperty:"$1"; }

# In a folder of its own: nothing of an earlier build gets in.
publish_release() {
  dotnet publish "$executable" --configuration Release --output "$1" -v quiet --tl:off \
    -p:ContinuousIntegrationBuild=true -p:RunAnalyzers=false -p:ArtifactsPath="$PWD/$release/build" >&2
}

pack_release() {
  local name=$1 made=$2
  cp LICENSE CHANGELOG.md SECURITY.md config.example.yaml "$release/$name/" || return
  tar --create --directory "$release" --sort=name --mtime="@$made" --owner=0 --group=0 --numeric-owner --mode='u=rwX,go=rX' \
    --format=gnu "$name" | gzip --no-name -9 >"$release/$name.tar.gz"
}

list_materials() {
  local name=$1 version=$2 made=$3
  dotnet tool restore >&2 || return
  dotnet dotnet-CycloneDX "$executable" --exclude-dev --no-serial-number --output-format Json --spec-version 1.6 \
    --set-name template-worker --set-version "$version" --output "$release" --filename "$name.cdx.json" >&2 || return
  # The one thing in it that depends on when it was made.
  sed -i "s/\"timestamp\": \"[^\"]*\"/\"timestamp\": \"$(date --utc --date="@$made" +%FT%TZ)\"/" "$release/$name.cdx.json"
}

release() {
  local version rid name made
  stage "Looking for what it needs" setup
  version=$(property Version) rid=$(property RuntimeIdentifier)
  name=template-worker-$version-$rid
  made=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
  if [[ -n $(git status --porcelain) ]]; then
    say "There are changes that are not committed: this archive cannot be made again from a commit."
  fi

  rm -rf "$release"
  mkdir -p "$release"
  stage "Publishing $name" publish_release "$release/$name"
  stage "Packing" pack_release "$name" "$made"
  stage "Listing materials" list_materials "$name" "$version" "$made"
  rm -rf "${release:?}/$name" "$release/build"
  (cd "$release" && sha256sum "$name".* >SHA256SUMS)
  (cd "$release" && sha256sum --check --quiet SHA256SUMS && ls -l)
}
