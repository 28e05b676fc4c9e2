using System.Text;
using TemplateWorker.Api.Bodies;

namespace TemplateWorker.Api.Tests;

public sealed class WellFormedJsonTests
{
    [Theory]
    [InlineData("1", true)]
    [InlineData("""{"a":[true,null]}""", true)]
    [InlineData("", false)]
    [InlineData("1,\"admin\":true", false)]
    [InlineData("{\"a\":1", false)]
    [InlineData("undefined", false)]
    public void One_whole_value_is_well_formed(string text, bool expected)
    {
        WellFormedJson.Test(Encoding.UTF8.GetBytes(text)).ShouldBe(expected);
    }

    [Fact]
    public void Bytes_that_are_not_utf_8_are_not()
    {
        WellFormedJson.Test([(byte)'"', 0xFF, (byte)'"']).ShouldBeFalse();
    }

    [Fact]
    public void A_value_that_is_deep_because_of_its_wrappers_is()
    {
        WellFormedJson.Test(Encoding.UTF8.GetBytes(new string('[', 400) + new string(']', 400))).ShouldBeTrue();
    }
}
