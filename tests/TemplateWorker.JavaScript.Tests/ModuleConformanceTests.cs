using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Skipping;
using TemplateWorker.JavaScript.Tests.Support;

namespace TemplateWorker.JavaScript.Tests;

public abstract class ModuleConformanceTests : EngineTests
{
    [EngineFact]
    public void Require_finds_files_with_and_without_extension_folders_and_json() => Test(bench => Loaded(
        bench,
        "[require('./a').n, require('./a.js').n, require('./lib').n, require('./lib/').n, require('./lib/deep/b').n, require('./data').n, require('./data.json').n]",
        "[1,1,2,2,[1,2],4,4]",
        ("a.js", "exports.n = 1;"),
        ("lib/index.js", "module.exports = { n: 2 };"),
        ("lib/deep/b.js", "exports.n = [require('../../a').n, require('..').n];"),
        ("data.json", """{"n":4}""")));

    [EngineFact]
    public void A_module_runs_once_and_knows_its_name() => Test(bench => Loaded(
        bench,
        "[require('./a') === require('./a.js'), require('./a').count, require('./a').name, require('./a').self, __filename, module.exports === exports]",
        """[true,1,"lib/../a.js",true,"index.js",true]""".Replace("lib/../", "", StringComparison.Ordinal),
        ("a.js", "exports.count = (exports.count || 0) + 1; exports.name = __filename; exports.self = this === exports && module.exports === exports;")));

    [EngineFact]
    public void A_cycle_sees_what_is_exported_so_far() => Test(bench => Loaded(
        bench,
        "[require('./a').done, require('./a').sawB, require('./b').sawA]",
        """[true,true,"half"]""",
        ("a.js", "exports.state = 'half'; exports.sawB = require('./b').done; exports.done = true;"),
        ("b.js", "exports.sawA = require('./a').state; exports.done = true;")));

    [EngineTheory]
    [InlineData("require('./missing')", "\"./missing\" required in index.js: the template has no file missing, missing.ts, missing.mjs, missing.js, missing.json, missing/index.ts, missing/index.mjs or missing/index.js")]
    [InlineData("require('/etc/passwd')", "\"/etc/passwd\" required in index.js: absolute paths are not allowed")]
    [InlineData("require('../outside')", "\"../outside\" required in index.js: the path leads out of the template")]
    [InlineData("require('./a/../../x')", "the path leads out of the template")]
    [InlineData("require('lodash')", "there are no packages")]
    [InlineData("require('.hidden')", "there are no packages")]
    [InlineData("require('')", "the module name must be a non-empty string, was \"\"")]
    [InlineData("require(1)", "the module name must be a non-empty string, was 1")]
    [InlineData("require('./constructor')", "the template has no file constructor")]
    [InlineData("require('./__proto__')", "the template has no file __proto__")]
    public void A_module_that_is_not_there_is_named(string expression, string expected) => Test(bench =>
        bench.FailToLoad(expression + ";").Message.ShouldContain(expected));

    [EngineFact]
    public void A_missing_module_can_be_caught_by_its_code() => Test(bench =>
        Loaded(bench, "(function () { try { require('./x'); } catch (e) { return e.code; } })()", "\"MODULE_NOT_FOUND\""));

    [EngineFact]
    public void A_module_that_threw_is_run_again_by_the_next_require() => Test(bench => Loaded(
        bench,
        "(function () { try { require('./a'); } catch (e) { return [e.message, require('./a').n]; } })()",
        """["first",2]""",
        ("state.js", "exports.tries = 0;"),
        ("a.js", "var state = require('./state'); if (++state.tries === 1) throw new Error('first'); exports.n = state.tries;")));

    [EngineFact]
    public void A_module_can_be_required_while_a_handler_runs() => Test(bench =>
    {
        var template = bench.Load("on('go', function () { return require('./late').n; });", ("late.js", "exports.n = 5;"));
        bench.Run(template).ShouldBeOfType<ScriptOutcome.Completed>().ResultJson.ShouldBe("5");
    });

    [EngineFact]
    public void Modules_do_not_see_each_others_variables_nor_the_bootstraps() => Test(bench => Loaded(
        bench,
        "[typeof secret, typeof require('./a').seen, typeof host, typeof jsonParse, typeof infoText]",
        """["undefined","undefined","undefined","undefined","undefined"]""",
        ("a.js", "var secret = 1; exports.seen = typeof index === 'undefined' ? undefined : index;")));

    [EngineFact]
    public void A_last_line_that_is_a_comment_is_fine() => Test(bench => Loaded(bench, "1 // the end", "1"));

    [EngineTheory]
    [InlineData("var a = 1;\nvar b = ;\n", 2)]
    [InlineData("function (", 1)]
    [InlineData("\n\n}", 3)]
    [InlineData("var a = 1;\n}); evil(); (function(){", null)]
    [InlineData("}, function () {", null)]
    [InlineData("})(), (function () {", null)]
    public void A_file_that_does_not_parse_is_found_before_it_is_published(string text, int? line) => Test(bench =>
    {
        var fault = bench.Heap.CheckSyntax(Workbench.Source(("index.js", "require('./lib/a');"), ("lib/a.js", text))).ShouldNotBeNull();
        fault.Reason.ShouldBe(ScriptFailureReason.SyntaxError);
        fault.File.ShouldBe("lib/a.js");
        fault.Line.ShouldNotBeNull();
        (line is null || fault.Line == line).ShouldBeTrue($"line {fault.Line}");
        fault.Message.ShouldStartWith("SyntaxError: ");
    });

    [EngineFact]
    public void Json_that_does_not_parse_and_a_missing_entry_are_found_before_publishing() => Test(bench =>
    {
        var fault = bench.Heap.CheckSyntax(Workbench.Source(("index.js", "1;"), ("data.json", "{\n  \"a\": 1,\n}"))).ShouldNotBeNull();
        (fault.File, fault.Line).ShouldBe(("data.json", 3));
        bench.Heap.CheckSyntax(Workbench.Source(("main.js", "1;"))).ShouldNotBeNull().Message.ShouldContain("index.js");
    });

    [EngineTheory]
    [InlineData("return;")]
    [InlineData("'use strict'; exports.a = 1;")]
    [InlineData("// only a comment")]
    [InlineData("")]
    [InlineData("var text = '}); (function(){';")]
    public void A_file_that_parses_passes(string text) => Test(bench =>
        bench.Heap.CheckSyntax(Workbench.Source(("index.js", text), ("readme.md", "}}} not a script"))).ShouldBeNull());

    [EngineFact]
    public void A_syntax_error_in_a_required_file_names_file_and_line() => Test(bench =>
    {
        var failure = bench.FailToLoad("require('./a');", ("a.js", "var ok = 1;\n\nvar = 2;"));
        (failure.Reason, failure.File, failure.Line).ShouldBe((ScriptFailureReason.SyntaxError, "a.js", 3));
        var json = bench.FailToLoad("require('./a');", ("a.json", "{ nope"));
        (json.Reason, json.File).ShouldBe((ScriptFailureReason.SyntaxError, "a.json"));
    });

    private static void Loaded(Workbench bench, string expression, string expected, params (string Path, string Text)[] files)
    {
        var template = bench.Load($"var value = {expression}\n; on('go', function () {{ return value; }});", files);
        bench.Run(template).ShouldBeOfType<ScriptOutcome.Completed>().ResultJson.ShouldBe(expected);
    }
}
