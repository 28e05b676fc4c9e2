using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Bodies;

namespace TemplateWorker.Api.Tests;

public sealed class JsonContentTypeTests
{
    [Theory]
    [InlineData("application/json")]
    [InlineData("Application/JSON")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=\"UTF-8\"")]
    public void Json_in_utf_8_is_taken(string contentType)
    {
        JsonContentType.Fault(new HeaderDictionary { ["Content-Type"] = contentType }).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("text/json")]
    [InlineData("application/jsonx")]
    [InlineData("application/json; charset=latin1")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("nonsense")]
    public void Anything_else_is_refused(string contentType)
    {
        JsonContentType.Fault(new HeaderDictionary { ["Content-Type"] = contentType }).ShouldNotBeNull();
    }

    [Fact]
    public void A_missing_type_and_an_encoding_are_refused()
    {
        JsonContentType.Fault(new HeaderDictionary()).ShouldNotBeNull();
        JsonContentType.Fault(new HeaderDictionary { ["Content-Type"] = "application/json", ["Content-Encoding"] = "gzip" }).ShouldNotBeNull();
    }
}
