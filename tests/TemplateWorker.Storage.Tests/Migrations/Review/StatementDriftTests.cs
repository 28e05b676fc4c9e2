using TemplateWorker.Storage.Migrations.Review;

namespace TemplateWorker.Storage.Tests.Migrations.Review;

public sealed class StatementDriftTests
{
    [Theory]
    [InlineData("a b c", "a b c", "")]
    [InlineData("a b c", "a x c", "2:b>x")]
    [InlineData("a b c", "a c", "2:b>")]
    [InlineData("a c", "a b c", "2:>b")]
    [InlineData("", "a b", "1:>a 2:>b")]
    [InlineData("a b", "", "1:a> 1:b>")]
    [InlineData("a b c d", "x b c y", "1:a>x 4:d>y")]
    [InlineData("a b", "b a", "1:a> 2:>a")]
    public void Each_statement_that_differs_is_named_by_its_place(string recorded, string known, string expected) =>
        string.Join(' ', StatementDrift.Between(Split(recorded), Split(known)).Select(drift => $"{drift.Position}:{drift.Recorded}>{drift.Known}"))
            .ShouldBe(expected);

    private static string[] Split(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
