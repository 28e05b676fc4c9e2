using TemplateWorker.JavaScript.Conventions;

namespace TemplateWorker.JavaScript.Tests.Conversion;

public sealed class ColumnMapTests
{
    private const string Code = "\"use strict\";const a = 1;\nb;\n  const n = 2 ; f(n);\n//# columns 1,13,-13,3,12,8,3,16,10";

    [Theory]
    [InlineData(1, 14, 1)]
    [InlineData(1, 20, 7)]
    [InlineData(1, 3, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(3, 3, 3)]
    [InlineData(3, 12, 12)]
    [InlineData(3, 13, 21)]
    [InlineData(3, 17, 27)]
    [InlineData(3, 19, 29)]
    [InlineData(4, 5, 5)]
    [InlineData(99, 1, 1)]
    public void A_column_of_the_code_is_one_of_the_text(int line, int column, int original) =>
        ColumnMap.Of(Code).Original(line, column).ShouldBe(original);

    [Theory]
    [InlineData("")]
    [InlineData("a;\n//# columns ")]
    [InlineData("'//# columns 1,0,5';")]
    public void Code_in_which_nothing_moved_has_the_columns_of_the_text(string code) => ColumnMap.Of(code).Original(1, 7).ShouldBe(7);
}
