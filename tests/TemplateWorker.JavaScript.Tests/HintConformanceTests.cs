using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Skipping;
using TemplateWorker.JavaScript.Tests.Support;

namespace TemplateWorker.JavaScript.Tests;

/// <summary>Mistakes that authors make, and what they are told.</summary>
public abstract class HintConformanceTests : EngineTests
{
    [EngineTheory]
    [InlineData("fetch('https://example.org');", "ReferenceError: fetch is not defined: a run cannot make network calls, as it may be repeated or undone; call actions.send(type, data), which sends it when the run has committed")]
    [InlineData("setTimeout(() => { }, 5);", "ReferenceError: setTimeout is not defined: there are no timers, as a run ends with its handler; to run something later, call events.emit(name, data, { delay: milliseconds })")]
    [InlineData("setInterval(() => { }, 5);", "ReferenceError: setInterval is not defined: there are no timers, as a run ends with its handler; to run something again and again, call events.schedule(name, cron)")]
    [InlineData("return process.env.KEY;", "ReferenceError: process is not defined: it belongs to Node.js; settings are in template.settings, the end of the run's time in ctx.deadline")]
    [InlineData("return Buffer.from('x');", "ReferenceError: Buffer is not defined: it belongs to Node.js; use Uint8Array with TextEncoder, TextDecoder, atob and btoa")]
    [InlineData("stat.update(d => d);", "ReferenceError: stat is not defined: did you mean state?")]
    public void A_global_that_is_not_there_comes_with_what_to_use_instead(string body, string message) => Test(bench =>
        bench.Failure(body).Message.ShouldBe(message));

    [EngineFact]
    public void Code_can_still_find_out_what_is_not_there() => Test(bench =>
        bench.Result("return ['fetch', 'process', 'Buffer', 'setTimeout'].map(name => name in globalThis).concat(typeof fetch, typeof process);")
            .ShouldBe("""[false,false,false,false,"undefined","undefined"]"""));

    [EngineTheory]
    [InlineData("kv.incr('a');", "TypeError: kv.incr is not a function; did you mean kv.increment?")]
    [InlineData("kv.scope('s').del('a');", "TypeError: kv.del is not a function; did you mean kv.delete?")]
    [InlineData("kv.getrecord('a');", "TypeError: kv.getrecord is not a function; did you mean kv.getRecord?")]
    [InlineData("state.set({});", "TypeError: state.set is not a function; did you mean state.update?")]
    [InlineData("events.emitt('a');", "TypeError: events.emitt is not a function; did you mean events.emit?")]
    [InlineData("actions.emit('a');", "TypeError: actions.emit is not a function; did you mean actions.send?")]
    [InlineData("console.table([]);", "TypeError: console.table is not a function; did you mean console.log?")]
    [InlineData("kv.frobnicate();", "TypeError: kv.frobnicate is not a function; kv has get, getMany, getRecord, set, delete, increment, compareAndSet, list, scope")]
    public void A_member_that_is_not_there_comes_with_the_one_that_was_meant(string body, string message) => Test(bench =>
        bench.Failure(body).Message.ShouldBe(message));

    [EngineTheory]
    [InlineData("state.data = { a: 1 };", "TypeError: state.data cannot be set: state is read-only; change the data with state.update(data => { … })")]
    [InlineData("state.events = [];", "TypeError: state.events cannot be set: state is read-only; change the data with state.update(data => { … })")]
    [InlineData("state.count = 1;", "TypeError: state.count cannot be set: state is read-only; change the data with state.update(data => { … })")]
    [InlineData("kv.a = 1;", "TypeError: kv.a cannot be set: kv is read-only; store values with kv.set(key, value)")]
    [InlineData("kv.scope('s').a = 1;", "TypeError: kv.a cannot be set: kv is read-only; store values with kv.set(key, value)")]
    [InlineData("actions.mine = 1;", "TypeError: actions.mine cannot be set: actions is read-only; keep what you need in a variable, or in kv")]
    [InlineData("console.mine = 1;", "TypeError: console.mine cannot be set: console is read-only; keep what you need in a variable, or in kv")]
    [InlineData("globalThis.ctx = 1;", "TypeError: ctx cannot be set: ctx is read-only; keep what you need in a variable, or in kv")]
    [InlineData("'use strict'; state.data = 1;", "TypeError: state.data cannot be set: state is read-only; change the data with state.update(data => { … })")]
    public void Setting_what_is_read_only_is_an_error_with_the_remedy(string body, string message) => Test(bench =>
        bench.Failure(body).Message.ShouldBe(message));

    [EngineFact]
    public void An_object_that_inherits_from_a_global_can_be_changed() => Test(bench =>
        bench.Result("const mine = Object.create(kv); mine.extra = 5; return [mine.extra, kv.extra === undefined, typeof mine.get, String(kv)];")
            .ShouldBe("""[5,true,"function","[object Object]"]"""));

    [EngineTheory]
    [InlineData("kv.set('a', 1, { tll: 5 });", "TypeError: kv.set: there is no option 'tll'; did you mean 'ttl'?")]
    [InlineData("kv.set('a', 1, { expiresAt: 5 });", "TypeError: kv.set: there is no option 'expiresAt'; did you mean 'expireAt'?")]
    [InlineData("kv.list({ reverse: true });", "TypeError: kv.list: there is no option 'reverse'; there are 'prefix', 'after', 'limit'")]
    [InlineData("events.emit('a', 1, { delai: 5 });", "TypeError: events.emit: there is no option 'delai'; did you mean 'delay'?")]
    [InlineData("events.schedule('a', '@hourly', { timeZone: 'UTC' });", "TypeError: events.schedule: there is no option 'timeZone'; did you mean 'timezone'?")]
    [InlineData("actions.send('a', 1, { chanel: 'b' });", "TypeError: actions.send: there is no option 'chanel'; did you mean 'channel'?")]
    [InlineData("kv.list({ constructor: 1 });", "TypeError: kv.list: there is no option 'constructor'; there are 'prefix', 'after', 'limit'")]
    public void An_unknown_option_is_refused_by_its_name(string body, string message) => Test(bench =>
        bench.Failure(body).Message.ShouldBe(message));

    [EngineTheory]
    [InlineData("require('./lib/chek');", "the template has no file lib/chek, lib/chek.ts, lib/chek.mjs, lib/chek.js, lib/chek.json, lib/chek/index.ts, lib/chek/index.mjs or lib/chek/index.js; did you mean ./lib/check?")]
    [InlineData("require('./check');", "the template has no file check, check.ts, check.mjs, check.js, check.json, check/index.ts, check/index.mjs or check/index.js; did you mean ./lib/check?")]
    [InlineData("require('check');", "there are no packages; only files of the template can be required, as in ./lib/name; did you mean ./lib/check?")]
    [InlineData("require('lodash');", "there are no packages; only files of the template can be required, as in ./lib/name; a bundler can put a package into one")]
    [InlineData("require('node:crypto');", "there are no packages, nor modules of Node.js; the global crypto has random values, digests and signatures")]
    public void A_module_that_is_not_there_comes_with_the_one_that_was_meant(string code, string reason) => Test(bench =>
        bench.FailToLoad(code, ("lib/check.js", "")).Message.ShouldEndWith(": " + reason));

    [EngineTheory]
    [InlineData("import x from 'lodash';")]
    [InlineData("export const a = 1;")]
    public void Import_and_export_come_with_what_to_write_instead(string code) => Test(bench =>
    {
        var fault = bench.Heap.CheckSyntax(Workbench.Source(("index.js", "\n" + code))).ShouldNotBeNull();
        fault.Message.ShouldEndWith(". import and export are for files that end in .mjs or .ts; rename the file, or write const name = require('./file') and module.exports = …");
        fault.Line.ShouldBe(2);
        bench.FailToLoad("require('./a');", ("a.js", code)).Message.ShouldContain("import and export are for files that end in .mjs or .ts");
    });

    [EngineFact]
    public void A_failure_shows_what_it_was_thrown_for_and_the_line() => Test(bench =>
    {
        var template = bench.Load("on('go', () => {\n\tthrow new Error('outer', { cause: new TypeError('inner', { cause: { code: 7 } }) });\n});");
        var failure = bench.Run(template).ShouldBeOfType<ScriptOutcome.Failed>().Failure;
        var stack = failure.Stack.ShouldNotBeNull().Split('\n');
        stack[^4].ShouldBe("caused by TypeError: inner");
        stack[^3].ShouldBe("caused by { code: 7 }");
        stack[^2].ShouldBe("2 |  throw new Error('outer', { cause: new TypeError('inner', { cause: { code: 7 } }) });");
        stack[^1].ShouldEndWith("^");
    });

    [EngineTheory]
    [InlineData("const e = new Error('loop'); e.cause = e; throw e;")]
    [InlineData("throw { message: 'm', get cause() { throw 1; } };")]
    [InlineData("throw { message: 'm', cause: { get message() { throw 1; }, get cause() { return this; } } };")]
    public void Causes_that_never_end_or_cannot_be_read_do_no_harm(string body) => Test(bench =>
        bench.Failure(body).Reason.ShouldBe(ScriptFailureReason.ScriptError));

    [EngineFact]
    public void A_long_line_is_cut_around_the_place() => Test(bench =>
    {
        var failure = bench.FailToLoad(new string(' ', 5000) + "missing.x;" + new string(' ', 5000));
        failure.Stack.ShouldNotBeNull().Split('\n')[^2].ShouldContain("missing.x;");
        failure.Stack.Length.ShouldBeLessThan(1000);
    });
}
