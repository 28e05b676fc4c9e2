using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Skipping;
using TemplateWorker.JavaScript.Tests.Support;

namespace TemplateWorker.JavaScript.Tests.Conversion;

/// <summary>The syntax of TypeScript that people use: it runs as they mean it, or it is refused in words.</summary>
public abstract class TypeScriptConformanceTests : EngineTests
{
    [EngineTheory]
    [InlineData("enum E { A, B = 5, C, D = 'd' as any, F = A | B } const value = [E.A, E.C, E[5], E.D, E.F];", """[0,6,"F","d",5]""")]
    [InlineData("const enum K { A = 1, B = A << 2 } const value = K.B;", "4")]
    [InlineData("enum A { X = 1 } enum A { Y = 2 } const value = [A.X, A.Y];", "[1,2]")]
    [InlineData("function first<T extends { a: number }>(this: void, x: T, ...rest: T[]): x is T { return true; } const value = first<any>({ a: 1 });", "true")]
    [InlineData("const id = <T,>(x: T): T => x; const value = id<number>(4) as number;", "4")]
    [InlineData("const value = { a: 1 } satisfies Record<string, number>;", """{"a":1}""")]
    [InlineData("let o: any = { a: { b: null } }; const value = [o?.a!.b ?? 'd', o!.a?.['b'] === null];", """["d",true]""")]
    [InlineData("class B { constructor(public a = 1, private readonly b: string = 'x', protected c?: number) { this.b += 'y'; } get all() { return [this.a, this.b]; } } const value = new B().all;", """[1,"xy"]""")]
    [InlineData("abstract class A { abstract m(): void; declare x: number; static y?: number; static { A.y = 3; } override toString(): string { return 'A'; } } const value = A.y;", "3")]
    [InlineData("class G<T> { f?: T; g!: T; #p = 2; readonly q: number = 1; [key: string]: any; } const value = Object.keys(new G());", """["f","g","q"]""")]
    [InlineData("function over(a: string): string; function over(a: number): number; function over(a: any) { return a; } const value = over(2);", "2")]
    [InlineData("interface I<T = {}> extends Array<T> { (x: number): string; new (x: number): I; readonly [k: string]: any; } type M = { [K in 'a' | 'b']?: K extends 'a' ? 1 : 2 }; const value = 1;", "1")]
    [InlineData("declare const unset: number; declare function gone(): void; declare class None {} declare namespace N { const x: number; } declare global { interface Window {} } const value = typeof unset;", "\"undefined\"")]
    [InlineData("try { throw 1; } catch (e: unknown) { } const value = `a${`b${1 as number}`}c` as const;", "\"ab1c\"")]
    [InlineData("let as = 1, type = 2, of = 3, declare = 4, abstract = 5, namespace = 6, readonly = 8, satisfies = 9, from = 10; type = as + of; const value = [type, namespace, satisfies];", "[4,6,9]")]
    [InlineData("function f({ a, b: { c } = { c: 2 } }: { a?: number, b?: { c: number } } = {}, [d]: number[] = [3]) { return [a ?? 0, c, d]; } const value = f();", "[0,2,3]")]
    [InlineData("const isText = (module: any): module is string => true; let x!: number; x = 3; x!++; const value = [isText(''), <any>x];", "[true,4]")]
    [InlineData("async function* gen(): AsyncGenerator<number> { yield* [1, 2]; } const value = (4 / 2 / 1) + /[/\\]]+(?<n>x)/g.source.length;", "15")]
    public void A_program_runs_without_its_types(string program, string expected) => Test(bench =>
        bench.Go(("index.ts", program + "\non('go', (): unknown => value);")).ShouldBe(expected));

    [EngineFact]
    public void Types_of_events_and_handlers_do_not_remain() => Test(bench => bench.Go(
        ("index.ts", """
            import type { Message } from './types';
            import { type Name, greet } from './lib/greet';

            export interface Reply { readonly text: string }

            on<Message>('go', async (event, ctx): Promise<Reply> => {
              const name = ((event.data as any)?.name ?? 'Ada') as Name;
              return { text: greet(name) } satisfies Reply;
            });
            """),
        ("types.ts", "export interface Message { name: string }"),
        ("lib/greet.ts", "export type Name = string;\nexport function greet(name: Name): string { return `hello ${name}`; }"))
        .ShouldBe("""{"text":"hello Ada"}"""));

    [EngineTheory]
    [InlineData("let a = 1;\n  namespace N { export const x = 1; }", 2, 3, "Namespaces are not available; make a file of it and import that")]
    [InlineData("export module N.M { export const x = 1; }", 1, 8, "Namespaces are not available")]
    [InlineData("@sealed class A { }", 1, 1, "Decorators are not available; call a function")]
    [InlineData("class A {\n  @log() m() { } }", 2, 3, "Decorators are not available")]
    [InlineData("export const a = 1, b = 2;", 1, 1, "An export declares one name; write a statement for each of them")]
    [InlineData("export let a, b: string;", 1, 1, "An export declares one name")]
    [InlineData("export { a };\nconst a = 1;", 1, 1, "The list of exports stands before the declaration of a; move it to the end of the file")]
    [InlineData("const x = await import('./x');", 1, 17, "import() is not available, as a template is loaded before it runs")]
    [InlineData("console.log(import.meta.url);", 1, 13, "import.meta is not available; __filename names the file")]
    [InlineData("let a = 1;\nlet b: = 3;", 2, 8, "Unexpected token")]
    [InlineData("let a = `abc", 1, 10, "Unterminated template")]
    [InlineData("let a = 'abc", 1, 9, "Unterminated string constant")]
    [InlineData("let a = 1; /* never closed", 1, 26, "Unterminated comment")]
    public void What_cannot_run_is_refused_with_file_line_and_column(string text, int line, int column, string message) => Test(bench =>
    {
        var fault = bench.Reject(("index.ts", "import './lib/a';"), ("lib/a.ts", text));
        (fault.Reason, fault.File, fault.Line, fault.Column).ShouldBe((ScriptFailureReason.SyntaxError, "lib/a.ts", line, column), fault.Message);
        fault.Message.ShouldStartWith("SyntaxError: " + message);
        fault.Stack.ShouldNotBeNull().ShouldContain("^");
    });

    [EngineTheory]
    [InlineData("const a = 1;\nconst a = 2;", 2)]
    [InlineData("let x: number = 1;\nlet y: string = 'a' 'b';", 2)]
    [InlineData("\n\nconst x: number = await Promise.resolve(1);", 3)]
    [InlineData("function f(a: number): void {\n  let a: string;\n}", 2)]
    public void What_only_the_engine_finds_has_the_authors_line(string text, int line) => Test(bench =>
    {
        var fault = bench.Reject(("index.ts", "import './lib/a';"), ("lib/a.ts", text));
        (fault.Reason, fault.File, fault.Line).ShouldBe((ScriptFailureReason.SyntaxError, "lib/a.ts", line), fault.Message);
    });

    [EngineFact]
    public void Awaiting_while_a_template_is_loaded_is_explained() => Test(bench =>
        bench.Reject(("index.mjs", "const x = await Promise.resolve(1);\non('go', () => x);")).Message
            .ShouldEndWith("A template is loaded without waiting, so that await is available in async functions only, such as handlers"));

    [EngineFact]
    public void A_declaration_file_is_neither_converted_nor_run() => Test(bench =>
        bench.Go(("index.ts", "import type { A } from './types';\non('go', () => 1 as A);"), ("types.d.ts", "export type A = number; this is not parsed")).ShouldBe("1"));
}
