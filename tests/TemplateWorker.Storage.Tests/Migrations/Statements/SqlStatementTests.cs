using TemplateWorker.Storage.Migrations.Statements;

namespace TemplateWorker.Storage.Tests.Migrations.Statements;

public sealed class SqlStatementTests
{
    [Theory]
    [InlineData("create table a (id int)", "create table a (id int)")]
    [InlineData("select 1; select 2;", "select 1|select 2")]
    [InlineData(" ; ;select 1", "select 1")]
    [InlineData("", "")]
    [InlineData("-- nothing; here\n/* nor; /* in; */ here; */", "")]
    [InlineData("insert into a values (';', \"x;y\", e'\\';')", "insert into a values (';', \"x;y\", e'\\';')")]
    [InlineData("do $$ begin a; b; end $$; select $1", "do $$ begin a; b; end $$|select $1")]
    [InlineData("do $x$ $$;$$ $x$; select 2", "do $x$ $$;$$ $x$|select 2")]
    [InlineData("select 'it''s; fine'; select 2", "select 'it''s; fine'|select 2")]
    public void Semicolons_separate_statements_but_not_inside_of_texts_bodies_and_comments(string sql, string expected) =>
        string.Join('|', SqlStatement.Split(sql).Select(statement => statement.Text)).ShouldBe(expected);

    [Theory]
    [InlineData("create table a(id int)", "create  table a (\n id int -- the id\n)")]
    [InlineData("select a>=1 /* why */ from b", "select a >= 1 from b")]
    [InlineData("do $$ begin x; end $$", "do $body$\n-- why\nbegin\n  x;\nend $body$")]
    [InlineData("create function f() returns int language sql as $$ select 1 $$", "create function f () returns int language sql as $$select 1 -- one\n$$")]
    public void Comments_and_white_space_are_not_part_of_the_normal_form(string one, string other) =>
        Normal(one).ShouldBe(Normal(other));

    [Theory]
    [InlineData("select 1", "select 2")]
    [InlineData("select 'a  b'", "select 'a b'")]
    [InlineData("select '-- a'", "select ''")]
    [InlineData("select $$a  b$$", "select $$a b$$")]
    [InlineData("create table ab (id int)", "create table a b (id int)")]
    [InlineData("do $$ begin x; end $$", "do $$ begin y; end $$")]
    public void Everything_else_is(string one, string other)
    {
        Normal(one).ShouldNotBe(Normal(other));
        StatementChecksum.Of(SqlStatement.Split(one)).ShouldNotBe(StatementChecksum.Of(SqlStatement.Split(other)));
    }

    [Theory]
    [InlineData("select 'open")]
    [InlineData("select /* open")]
    [InlineData("do $$ open")]
    [InlineData("select \"open; ")]
    public void What_is_not_closed_reaches_to_the_end(string sql) => SqlStatement.Split(sql).Count.ShouldBe(1);

    private static string Normal(string sql) => SqlStatement.Split(sql).ShouldHaveSingleItem().Normal;
}
