using TemplateWorker.Storage.Backups;

namespace TemplateWorker.Storage.Tests.Backups;

public sealed class LibpqEnvironmentTests
{
    [Theory]
    [InlineData("Host=db.example;Port=5433;Username=u;Password=p;Database=d", "PGHOST=db.example PGPORT=5433 PGUSER=u PGPASSWORD=p PGDATABASE=d PGSSLMODE=prefer")]
    [InlineData("Host=/var/run/postgresql;Username=u", "PGHOST=/var/run/postgresql PGPORT=5432 PGUSER=u PGDATABASE=u PGSSLMODE=prefer")]
    [InlineData("Host=a:1,b;Port=2;Username=u;Database=d", "PGHOST=a,b PGPORT=1,2 PGUSER=u PGDATABASE=d PGSSLMODE=prefer PGTARGETSESSIONATTRS=read-write")]
    [InlineData("Host=[::1]:7;Username=u;Database=d", "PGHOST=::1 PGPORT=7 PGUSER=u PGDATABASE=d PGSSLMODE=prefer")]
    [InlineData("Host=::1;Username=u;Database=d", "PGHOST=::1 PGPORT=5432 PGUSER=u PGDATABASE=d PGSSLMODE=prefer")]
    [InlineData("Host=h;Username=u;Database=d;SSL Mode=VerifyFull;Root Certificate=/ca", "PGHOST=h PGPORT=5432 PGUSER=u PGDATABASE=d PGSSLMODE=verify-full PGSSLROOTCERT=/ca")]
    public void An_address_becomes_variables(string connectionString, string expected) => LibpqEnvironment.Of(connectionString)
        .Where(variable => variable.Key is not ("PGAPPNAME" or "PGCONNECT_TIMEOUT"))
        .Select(variable => $"{variable.Key}={variable.Value}")
        .ShouldBe(expected.Split(' '), ignoreOrder: true);

    [Fact]
    public void The_name_of_a_database_is_no_address_of_another() =>
        LibpqEnvironment.AddressOf("Host=h;Database=\"host=other 'x' \\\"").ShouldBe(@"dbname='host=other \'x\' \\'");
}
