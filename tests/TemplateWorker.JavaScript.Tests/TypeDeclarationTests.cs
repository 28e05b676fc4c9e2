using System.Text.Json;
using TemplateWorker.JavaScript.Conventions;
using TemplateWorker.JavaScript.Diagnostics;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Support;
using TemplateWorker.JavaScript.Web;

namespace TemplateWorker.JavaScript.Tests;

/// <summary>Holds types/template-worker.d.ts against the globals that a template really has, both ways.</summary>
public sealed class TypeDeclarationTests
{
    private static readonly TypeDeclarations Declared = TypeDeclarations.Read();

    [Fact]
    public void Every_global_is_declared_and_every_declared_global_is_there()
    {
        // The language's own globals are not enumerable, as those of the web are; the host's are.
        var present = Names("Object.keys(globalThis)").Concat(WebScript.Globals.Keys).Concat(ModuleSource.Parameters).Append("require").Distinct();
        Declared.Globals.Order(StringComparer.Ordinal).ShouldBe(present.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("KeyValueStore", "kv")]
    [InlineData("KeyValueStore", "kv.scope('a').scope('b')")]
    [InlineData("TenantState", "state")]
    [InlineData("TenantEvents", "events")]
    [InlineData("TenantActions", "actions")]
    [InlineData("TemplateConsole", "console")]
    [InlineData("TemplateInfo", "template")]
    [InlineData("RunContext", "ctx")]
    [InlineData("TemplateEvent", "event")]
    [InlineData("TemplateModule", "module")]
    [InlineData("KeyValueEntry", "(kv.set('k', 1), kv.list()[0])")]
    [InlineData("KeyValueRecord", "(kv.set('k', 1, { ttl: 1000 }), kv.getRecord('k'))")]
    [InlineData("Interval", "event.data[0]")]
    [InlineData("Vector", "event.data[1]")]
    [InlineData("TimeZone", "event.data[2]")]
    public void Every_member_is_declared_and_every_declared_member_is_there(string type, string expression) =>
        Declared.Members(type).Order(StringComparer.Ordinal).ShouldBe(Names($"Object.keys({expression})").Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Crypto", "crypto")]
    [InlineData("SubtleCrypto", "crypto.subtle")]
    [InlineData("Performance", "performance")]
    [InlineData("URL", "new URL('http://h')")]
    [InlineData("URLSearchParams", "new URLSearchParams()")]
    [InlineData("TextEncoder", "new TextEncoder()")]
    [InlineData("TextDecoder", "new TextDecoder()")]
    public void Every_member_of_a_class_is_declared_and_every_declared_member_is_there(string type, string expression) =>
        Declared.Members(type).Order(StringComparer.Ordinal)
            .ShouldBe(Names($"Object.getOwnPropertyNames(Object.getPrototypeOf({expression})).filter(name => name !== 'constructor')").Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("kv")]
    [InlineData("state")]
    [InlineData("events")]
    [InlineData("actions")]
    [InlineData("console")]
    [InlineData("template")]
    public void Errors_for_members_that_are_not_there_know_those_that_are(string name) =>
        MissingMembers.Members[name].Order(StringComparer.Ordinal).ShouldBe(Names($"Object.keys({name})").Order(StringComparer.Ordinal));

    [Fact]
    public void The_options_of_a_list_are_those_that_it_reads() =>
        Names("(() => { const read = []; kv.list(new Proxy({}, { get(o, name) { read.push(name); } })); return read; })()")
            .Order(StringComparer.Ordinal).ShouldBe(Declared.Members("KeyRange").Order(StringComparer.Ordinal));

    [Fact]
    public void The_options_of_an_emitted_event_are_those_that_it_reads() =>
        Names("(() => { const read = []; events.emit('e', 1, new Proxy({}, { get(o, name) { read.push(name); } })); return read; })()")
            .Order(StringComparer.Ordinal).ShouldBe(Declared.Members("EmitOptions").Order(StringComparer.Ordinal));

    [Fact]
    public void The_options_of_an_action_are_those_that_it_reads() =>
        Names("(() => { const read = []; actions.send('e', 1, new Proxy({}, { get(o, name) { read.push(name); } })); return read; })()")
            .Order(StringComparer.Ordinal).ShouldBe(Declared.Members("ActionOptions").Order(StringComparer.Ordinal));

    private static string[] Names(string expression)
    {
        string[] names = [];
        ScriptThread.Run(() =>
        {
            using var engine = ScriptEngines.Create(new ScriptEngineOptions { Kind = ScriptEngineKind.Jint });
            using var bench = new Workbench(engine);
            const string Legacy = """
                [{"$type":"interval","value":[5,6]},{"$type":"vector","value":[1,2,3]},{"$type":"timezone","value":"UTC"}]
                """;
            names = JsonSerializer.Deserialize<string[]>(bench.Result($"return {expression};", Legacy)!)!;
        });
        return names;
    }
}
