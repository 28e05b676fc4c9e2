# shellcheck shell=bash disable=SC2154 # What is not defined here is ./dev's, which sources this file.
# Writes a migration with its way back and its test, and puts it at the end of the list.

readonly migrations=src/TemplateWorker.Storage/Migrations

# new_migration NAME [FOLDER]: FOLDER is one of Steps, or a new one in it.
new_migration() {
  local name=${1-} folder=Steps${2:+/$2} class namespace file test
  [[ $name =~ ^[a-z][a-z0-9]*(_[a-z0-9]+)*$ ]] || die "A migration's name has lower case, digits and underscores, such as kv_key_c; was '$name'"
  ! cut -f 2 "$migrations/manifest.tsv" | grep -qxF "$name" || die "There is a migration $name already; databases remember the name, so choose another one"
  class=$(sed -E 's/(^|_)(.)/\U\2/g' <<<"$name")
  namespace=TemplateWorker.Storage.Migrations.${folder//\//.}
  file=$migrations/$folder/$class.cs
  test=tests/$storage/Migrations/$folder/${class}Tests.cs
  [[ ! -e $file && ! -e $test ]] || die "$file or $test is there already"
  [[ $(find "$migrations/$folder" -maxdepth 1 -name '*.cs' 2>/dev/null | wc -l) -lt 20 ]] ||
    die "$migrations/$folder has 20 files, the most of a folder: name another folder, as in './dev migrations new $name Keys'"

  mkdir -p "$(dirname "$file")" "$(dirname "$test")"
  cat >"$file" <<CS
using TemplateWorker.Storage.Migrations.Kinds;

namespace $namespace;

/// <summary>What it changes, and what for.</summary>
internal sealed class $class() : SqlMigration("$name", """
    create table $name (id int)
    """, """
    drop table $name
    """);
CS
  cat >"$test" <<CS
using TemplateWorker.Storage.Migrations;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Migrations.${folder//\//.};

public sealed class ${class}Tests
{
    [DatabaseFact]
    public async Task Rows_of_the_time_before_it_are_kept()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        await new Migrator(test.Database, TimeProvider.System).ApplyAsync(Migrator.KnownIds[^2], _ => { }, CancellationToken.None);

        await new Migrator(test.Database, TimeProvider.System).ApplyAsync(_ => { }, CancellationToken.None);

        Assert.Fail("Insert rows before it is applied, and look at them here.");
    }
}
CS
  sed -i "s/^    \];\$/        new ${folder//\//.}.$class(),\n    ];/; s/new Steps\.$class()/new $class()/" "$migrations/MigrationList.cs"
  say "Wrote $file and $test, and appended $class to $migrations/MigrationList.cs. When its statements are right: ./dev schema"
}
