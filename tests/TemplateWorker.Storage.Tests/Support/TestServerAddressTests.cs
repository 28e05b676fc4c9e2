using Npgsql;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Support;

/// <summary>What <c>TEMPLATE_WORKER_TEST_POSTGRES_URL</c> may hold.</summary>
public sealed class TestServerAddressTests
{
    [Theory]
    [InlineData("postgresql://tester:secret@db.example:5433/suite")]
    [InlineData("postgres://tester:secret@db.example:5433/suite")]
    [InlineData("host=db.example port=5433 user=tester password=secret dbname=suite")]
    [InlineData("Host=db.example;Port=5433;Username=tester;Password=secret;Database=suite")]
    public void A_url_and_both_keyword_forms_name_a_server(string text)
    {
        var connection = new NpgsqlConnectionStringBuilder(TestServerAddress.Read(text));

        (connection.Host, connection.Port, connection.Database).ShouldBe(("db.example", 5433, "suite"));
        (connection.Username, connection.Password).ShouldBe(("tester", "secret"));
    }

    [Theory]
    [InlineData("localhost", "must start with postgresql://")]
    [InlineData("mysql://tester:secret@db.example/suite", "must start with postgresql://")]
    [InlineData("postgresql://tester:secret@db.example:port/suite", "port")]
    [InlineData("postgresql://tester:secret@db.example/suite?sslmod=require", "did you mean sslmode")]
    [InlineData("embedded:./data", "must name a running server, was 'embedded:./data'")]
    [InlineData("Host=db.example;Username=tester;Sekret=secret", "sekret")]
    [InlineData("Host=db.example;Port=secret", "port")]
    public void Anything_else_is_refused_with_the_variable_the_reason_and_an_example_but_no_password(string text, string reason)
    {
        var message = Should.Throw<InvalidOperationException>(() => TestServerAddress.Read(text)).Message;

        message.ShouldStartWith("TEMPLATE_WORKER_TEST_POSTGRES_URL ");
        message.ShouldContain(reason, Case.Insensitive);
        message.ShouldContain("postgresql://user:password@localhost:5432/postgres");
        message.ShouldNotContain("=secret");
        message.ShouldNotContain(":secret");
    }
}
