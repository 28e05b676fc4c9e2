using System.Text;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Templates;
using TemplateWorker.Storage;

namespace TemplateWorker.Api.Tests;

public sealed class TemplateUploadTests
{
    [Fact]
    public void Files_and_settings_are_read()
    {
        var upload = Parse("""{"settings": {"a": [1]}, "files": {"index.js": "on(\"x\")", "lib/a.json": "{}"}}""").Value;

        upload.Files.ShouldNotBeNull().ShouldBe(new Dictionary<string, string> { ["index.js"] = "on(\"x\")", ["lib/a.json"] = "{}" });
        upload.Settings.ShouldBe("""{"a": [1]}""");
        UploadRules.Check(upload, new TenantLimits()).ShouldBeNull();
    }

    [Fact]
    public void Settings_may_be_left_out()
    {
        Parse("""{"files": {"index.js": ""}}""").Value.Settings.ShouldBe("{}");
    }

    [Theory]
    [InlineData("""{"files":[]}""", "files must be an object", 9)]
    [InlineData("""{"files":{"index.js":1}}""", "A file must be a string", 21)]
    [InlineData("""{"files":{"index.js":"","index.js":""}}""", "Duplicate file", 24)]
    [InlineData("""{"files":{},"settings":[]}""", "settings must be an object", 23)]
    [InlineData("""{"files":{},"settings":{"a":"\u0000"}}""", "U+0000", 29)]
    [InlineData("""{"file":{}}""", "known are files, settings", 1)]
    public void Another_shape_is_refused_with_its_place(string body, string message, int offset)
    {
        var problem = Parse(body).Problem.ShouldNotBeNull();

        problem.Kind.ShouldBe(ProblemKinds.BadJson);
        problem.Detail.ShouldContain(message);
        problem.Detail.ShouldEndWith($"(line 1, column {offset + 1}).");
    }

    [Theory]
    [InlineData("""{"settings":{}}""", "files must be")]
    [InlineData("""{"files":{}}""", "index.js")]
    [InlineData("""{"files":{"index.js":"","../x.js":""}}""", "../x.js")]
    [InlineData("""{"files":{"index.js":"","/x.js":""}}""", "/x.js")]
    [InlineData("""{"files":{"index.js":"","a//x.js":""}}""", "a//x.js")]
    [InlineData("""{"files":{"index.js":"","x.txt":""}}""", "x.txt")]
    [InlineData("""{"files":{"index.js":"a\u0000"}}""", "U+0000")]
    public void Files_that_break_a_rule_are_named(string body, string message)
    {
        var problem = UploadRules.Check(Parse(body).Value, new TenantLimits()).ShouldNotBeNull();

        problem.Kind.ShouldBe(ProblemKinds.InvalidParameter);
        problem.Detail.ShouldContain(message);
    }

    [Fact]
    public void Files_over_the_tenants_limit_are_too_large()
    {
        var upload = Parse("""{"files":{"index.js":"SOURCE"}}""".Replace("SOURCE", new string('x', 2_000))).Value;

        var problem = UploadRules.Check(upload, new TenantLimits { TemplateFilesBytes = 1_024 }).ShouldNotBeNull();

        problem.Kind.ShouldBe(ProblemKinds.BodyTooLarge);
        problem.Detail.ShouldContain("limits.template_files");
    }

    [Fact]
    public void Settings_over_64_KiB_are_too_large()
    {
        var upload = Parse("""{"files":{"index.js":""},"settings":{"a":"TEXT"}}""".Replace("TEXT", new string('x', 64 << 10))).Value;

        UploadRules.Check(upload, new TenantLimits()).ShouldNotBeNull().Kind.ShouldBe(ProblemKinds.BodyTooLarge);
    }

    private static Checked<TemplateUpload> Parse(string body) => JsonBody.Parse<TemplateUpload>(Encoding.UTF8.GetBytes(body), TemplateUpload.Parse);
}
