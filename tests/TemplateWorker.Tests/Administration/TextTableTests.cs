using TemplateWorker.Administration;

namespace TemplateWorker.Tests.Administration;

public sealed class TextTableTests
{
    [Fact]
    public void Columns_are_as_wide_as_their_longest_cell_and_nothing_is_a_dash() =>
        TextTable.Of(["id", "reason"], [["1", "CpuLimit"], ["10000", null], ["2", ""]]).ShouldBe("""
            ID     REASON
            1      CpuLimit
            10000  -
            2      -
            """);

    [Fact]
    public void What_a_template_said_cannot_steer_the_terminal_or_forge_a_line() =>
        TextTable.Of(["line"], [["a\nb\u001b[31m\tc"]]).ShouldBe("LINE\na b [31m c");

    [Fact]
    public void Fields_stand_beside_their_names_line_by_line() =>
        TextTable.Fields(("id", "7"), ("stack", "at a\nat b"), ("due", null)).ShouldBe("""
            id     7
            stack  at a
                   at b
            due    -
            """);

    [Fact]
    public void A_page_says_how_to_go_on()
    {
        Page.Of("ID", 0, null).ShouldBe("none");
        Page.Of("ID\n1", 1, null).ShouldBe("ID\n1");
        Page.Of("ID\n1", 1, "1").ShouldBe("ID\n1\n\nmore: --after 1");
    }
}
