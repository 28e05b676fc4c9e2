using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Skipping;
using TemplateWorker.JavaScript.Tests.Support;

namespace TemplateWorker.JavaScript.Tests.Conversion;

public abstract class EsModuleConformanceTests : EngineTests
{
    [EngineFact]
    public void Default_named_and_namespace_imports_reach_modules_commonjs_and_json() => Test(bench => bench.Go(
        ("index.mjs", """
            import main, { one as uno, two } from './lib/b.mjs';
            import * as all from './lib/b.mjs';
            import common, { n } from './common.js';
            import * as ns from './common';
            import data from './data.json' with { type: 'json' };
            import './side';
            on('go', () => [main(), uno, two, all.one, all.default(), common.n, n, ns.n, data.list, globalThis.side]);
            """),
        ("lib/b.mjs", "export default function main() { return 'main'; }\nexport const one = 1;\nexport let two = one + 1;"),
        ("common.js", "exports.n = 7;"),
        ("data.json", """{"list":[1]}"""),
        ("side.mjs", "globalThis.side = true;")).ShouldBe("""["main",1,2,1,"main",7,7,7,[1],true]"""));

    [EngineFact]
    public void Exports_are_handed_on() => Test(bench => bench.Go(
        ("index.mjs", "import { a, z, other, default as main, f } from './re.mjs';\non('go', () => [a, z, other.a, main, f()]);"),
        ("re.mjs", "export * from './a.mjs';\nexport { y as z, default } from './b.mjs';\nexport * as other from './a.mjs';\nexport { f };\nfunction f() { return 'f'; }"),
        ("a.mjs", "export const a = 1;"),
        ("b.mjs", "export const y = 2;\nexport default 3;")).ShouldBe("""[1,2,1,3,"f"]"""));

    [EngineFact]
    public void An_import_shows_what_the_other_module_sets_later() => Test(bench => bench.Go(
        ("index.mjs", "import { n, next } from './n.mjs';\non('go', () => { const before = n; next(); next(); return [before, n]; });"),
        ("n.mjs", "export let n = 0;\nexport const next = () => { n++; ({ n } = { n }); };")).ShouldBe("[0,2]"));

    [EngineTheory]
    [InlineData("./lib/b")]
    [InlineData("./lib/b.ts")]
    [InlineData("./lib/b.js")]
    [InlineData("./lib")]
    [InlineData("./lib/../lib/b")]
    public void A_file_is_found_with_and_without_its_ending(string specifier) => Test(bench => bench.Go(
        ("index.ts", $"import {{ b }} from '{specifier}';\non('go', () => b);"),
        ("lib/b.ts", "export const b: number = 5;"),
        ("lib/index.ts", "export { b } from './b';")).ShouldBe("5"));

    [EngineFact]
    public void CommonJs_requires_modules_and_may_be_required_by_them() => Test(bench => bench.Go(
        ("index.js", "const { b, default: main } = require('./b');\non('go', () => [b, main]);"),
        ("b.ts", "const c = require('./c');\nimport d = require('./d');\nexport const b: number = c.n;\nexport default d.n;"),
        ("c.js", "exports.n = 1;"),
        ("d.ts", "export = { n: 2 };")).ShouldBe("[1,2]"));

    [EngineFact]
    public void Where_two_endings_are_there_the_source_in_typescript_is_taken() => Test(bench => bench.Go(
        ("index.mjs", "import { b } from './b';\non('go', () => b);"), ("b.ts", "export const b = 'ts';"), ("b.js", "exports.b = 'js';")).ShouldBe("\"ts\""));

    [EngineTheory]
    [InlineData("import { a } from './missing';\na();", 1, 19, "Cannot find \"./missing\", which index.ts imports: the template has no file missing, missing.ts, missing.mjs, missing.js, missing.json, missing/index.ts")]
    [InlineData("\nexport * from './lib/bb';", 2, 15, "did you mean ./lib/b?")]
    [InlineData("import _ from 'lodash';\n_();", 1, 15, "Cannot find \"lodash\", which index.ts imports: there are no packages; only files of the template")]
    [InlineData("import { readFile } from 'node:fs';\nreadFile();", 1, 26, "there are no packages, nor modules of Node.js; there are no files; store values with kv.set")]
    [InlineData("import '../out';", 1, 8, "the path leads out of the template")]
    [InlineData("import { one,\n  too } from './lib/b';\none(too);", 2, 3, "lib/b.ts exports no too; did you mean two?")]
    [InlineData("import b from './lib/b';\nb();", 1, 1, "lib/b.ts has no default export")]
    [InlineData("export { Shape } from './lib/b';", 1, 10, "lib/b.ts exports no Shape; of a type, write import type or export type")]
    [InlineData("import \"./a'b\";", 1, 8, "name a file without quotation marks and backslashes")]
    public void An_import_that_leads_nowhere_is_refused_with_its_place(string text, int line, int column, string message) => Test(bench =>
    {
        var fault = bench.Reject(("index.ts", text), ("lib/b.ts", "export const one = 1;\nexport const two = 2;\nexport interface Shape { a: 1 }"));
        (fault.Reason, fault.File, fault.Line, fault.Column).ShouldBe((ScriptFailureReason.SyntaxError, "index.ts", line, column), fault.Message);
        fault.Message.ShouldContain(message);
    });

    [EngineFact]
    public void Imports_of_nothing_but_types_need_no_file() => Test(bench =>
        bench.Go(("index.ts", "import type { A } from './a';\nimport { B } from './b';\nexport type { C } from './c';\non('go', () => 1 as A & B);")).ShouldBe("1"));

    [EngineFact]
    public void Modules_that_import_each_other_may_use_it_in_functions() => Test(bench => bench.Go(
        ("index.mjs", "import { isEven } from './even.mjs';\non('go', () => isEven(10));"),
        ("even.mjs", "import { isOdd } from './odd.mjs';\nexport const isEven = (n) => n === 0 || isOdd(n - 1);"),
        ("odd.mjs", "import * as even from './even.mjs';\nexport const isOdd = (n) => n !== 0 && even.isEven(n - 1);")).ShouldBe("true"));

    [EngineTheory]
    [InlineData("import { base } from './a';\n\nexport const b = base + 1;", 3, "base of a.ts is used before it is set, as b.ts and a.ts import each other; use it inside a function")]
    [InlineData("import * as a from './a';\nexport const b = a.base + 1;", 2, "base of a.ts is used before it is set")]
    [InlineData("import { Base } from './a';\nexport class B extends Base { }\nexport const b = 1;", 2, "Base of a.ts is used before it is set")]
    [InlineData("export * from './a';\nexport const b = 1;", 1, "* of a.ts is used before it is set")]
    public void A_value_that_a_cycle_has_not_set_yet_is_an_error_and_not_undefined(string text, int line, string message) => Test(bench =>
    {
        var fault = bench.Reject(("index.ts", "import { base } from './a';\non('go', () => base);"), ("a.ts", "import { b } from './b';\nexport const base = 1;\nexport class Base { n = b; }"), ("b.ts", text));
        fault.Message.ShouldContain(message);
        (fault.File, fault.Line).ShouldBe(("b.ts", line), fault.Stack);
    });

    [EngineFact]
    public void Calls_of_imports_keep_their_meaning_where_lines_end_without_semicolons() => Test(bench => bench.Go(
        ("index.mjs", """
            import { add, seen } from './add'
            const a = add(1)
            add(2)
            const o = { a: 1 }
            add(3)
            if (a === 0)
              add(4)
            else
              add(5)
            const f = function () {}
            add(6)
            let s = 'x'
            add(7)
            s = `${add(8)}`
            add(add(9), () => { add(10) })
            const q = [1]
            add(11)
            on('go', () => [seen, typeof f, o.a, s, q.length])
            """),
        ("add.mjs", "export const seen = [];\nexport function add(n) { if (this !== undefined) throw new Error('this'); seen.push(n); return n; }"))
        .ShouldBe("""[[1,2,3,5,6,7,8,9,9,11],"function",1,"8",1]"""));

    [EngineFact]
    public void Import_in_commonjs_says_which_files_may_have_it() => Test(bench =>
        bench.Reject(("index.js", "import a from './a';")).Message
            .ShouldEndWith("import and export are for files that end in .mjs or .ts; rename the file, or write const name = require('./file') and module.exports = …"));

    [EngineFact]
    public void A_module_is_strict_and_its_this_is_not_the_global() => Test(bench =>
        bench.Reject(("index.mjs", "on('go', () => 1);\nundeclared = 1;")).Message.ShouldContain("undeclared"));
}
