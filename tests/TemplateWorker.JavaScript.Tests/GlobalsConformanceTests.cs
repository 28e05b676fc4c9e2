using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Skipping;
using TemplateWorker.Schedules;

namespace TemplateWorker.JavaScript.Tests;

public abstract class GlobalsConformanceTests : EngineTests
{
    [EngineTheory]
    [InlineData("kv.get('a')", "kv.get")]
    [InlineData("kv.increment('a')", "kv.increment")]
    [InlineData("state.data", "state.data")]
    [InlineData("state.update(function () {})", "state.update")]
    public void Host_functions_refuse_to_work_during_the_load(string expression, string name) => Test(bench =>
    {
        bench.FailToLoad(expression + ";").Message.ShouldBe($"Error: {name} works only while a handler runs, not while the template loads");
        bench.Host.Calls.ShouldBe(0);
    });

    [EngineFact]
    public void Several_keys_are_read_at_once() => Test(bench =>
    {
        bench.Result("""
            kv.set('a', new Map([[1, 2n]])); kv.set('b', null); kv.scope('s').set('a', 'scoped');
            const found = kv.getMany(['b', 'none', 'a', 'b']);
            return [found.length, found[0], found[1] === undefined, 1 in found, found[2].get(1) === 2n, found[3], Array.isArray(found), kv.getMany([]).length,
              kv.scope('s').getMany(['a', 'b'])];
            """).ShouldBe("""[4,null,true,true,true,null,true,0,["scoped",null]]""");
        bench.Failure("kv.getMany('a');").Message.ShouldBe("TypeError: kv.getMany: the argument must be an array of keys, was \"a\"");
        bench.Failure("kv.getMany(['a', 1]);").Message.ShouldBe("TypeError: kv.getMany: key 1 must be a string, was 1");
        bench.Failure("kv.getMany(new Array(1001).fill('a'));").Message.ShouldBe("RangeError: kv.getMany: at most 1000 keys at once, were 1001");
    });

    [EngineFact]
    public void Kv_stores_reads_and_deletes_values() => Test(bench =>
    {
        bench.Result("kv.set('a', { x: [1, 'y', null, false] }); return kv.get('a');").ShouldBe("""{"x":[1,"y",null,false]}""");
        bench.Result("return kv.get('absent') === undefined;").ShouldBe("true");
        bench.Result("kv.set('null', null); return kv.get('null') === null;").ShouldBe("true");
        bench.Result("return [kv['delete']('a'), kv['delete']('a'), kv.get('a') === undefined];").ShouldBe("[true,false,true]");
    });

    [EngineFact]
    public void Kv_increments_from_zero_and_by_steps() => Test(bench =>
        bench.Result("return [kv.increment('n'), kv.increment('n', 5), kv.increment('n', -1.5)];").ShouldBe("[1,6,4.5]"));

    [EngineFact]
    public void Events_are_emitted_with_their_data_delay_and_key() => Test(bench =>
    {
        bench.Result("return [events.emit('a', { x: 1 }), events.emit('b', null, { delay: 1500, key: 'k' }), events.emit('c')];")
            .ShouldBe("""["event-1","event-2","event-3"]""");
        bench.Host.Emitted.ShouldBe(["""a {"x":1} 0 -""", "b null 1500 k", "c null 0 -"]);
    });

    [EngineTheory]
    [InlineData("events.emit('')", "the event name must be a string of 1 to 128 characters")]
    [InlineData("events.emit(7)", "the event name must be a string of 1 to 128 characters, was 7")]
    [InlineData("events.emit('a', 1, { delay: -1 })", "delay must be a number of milliseconds from 0 to 31622400000, was -1")]
    [InlineData("events.emit('a', 1, { delay: '5m' })", "delay must be a number of milliseconds")]
    [InlineData("events.emit('a', 1, { key: '' })", "key must be a string of 1 to 85 characters")]
    [InlineData("events.emit('a', 1, 'later')", "the options must be an object")]
    public void What_an_emitted_event_must_not_be_is_refused_at_the_call(string call, string message) => Test(bench =>
    {
        bench.Failure(call + ";").Message.ShouldStartWith("TypeError: events.emit: " + message);
        bench.Host.Emitted.ShouldBeEmpty();
    });

    [EngineFact]
    public void Actions_are_sent_with_their_data_delay_key_and_channel_and_cancelled() => Test(bench =>
    {
        bench.Result("const { send } = actions; return [send('a', { x: 1 }), send('b', null, { delay: 1500, key: 'k', channel: 'c' }), actions.send('c'), actions.cancel('id')];")
            .ShouldBe("""["action-1","action-2","action-3",true]""");
        bench.Host.Actions.ShouldBe(["""a {"x":1} 0 - -""", "b null 1500 k c", "c null 0 - -", "id"]);
    });

    [EngineTheory]
    [InlineData("actions.send('')", "actions.send: the type must be a string of 1 to 128 characters")]
    [InlineData("actions.send(7)", "actions.send: the type must be a string of 1 to 128 characters, was 7")]
    [InlineData("actions.send('a', 1, { delay: -1 })", "actions.send: delay must be a number of milliseconds from 0 to 31622400000, was -1")]
    [InlineData("actions.send('a', 1, { key: '' })", "actions.send: key must be a string of 1 to 85 characters")]
    [InlineData("actions.send('a', 1, { key: 7 })", "actions.send: key must be a string, was 7")]
    [InlineData("actions.send('a', 1, { channel: '' })", "actions.send: channel must be a string of 1 to 128 characters")]
    [InlineData("actions.send('a', 1, 'later')", "actions.send: the options must be an object, were")]
    [InlineData("actions.send('a', () => 1)", "data is a function")]
    [InlineData("actions.cancel(7)", "actions.cancel: the id must be a string, was 7")]
    public void What_an_action_must_not_be_is_refused_at_the_call(string call, string message) => Test(bench =>
    {
        bench.Failure(call + ";").Message.ShouldStartWith("TypeError: " + message);
        bench.Host.Actions.ShouldBeEmpty();
    });

    [EngineFact]
    public void Keys_are_set_with_a_time_to_expire() => Test(bench =>
    {
        bench.Result("kv.set('a', 1, { ttl: 1500 }); kv.set('b', 2, { expireAt: new Date(86400000) }); kv.set('c', 3, { expireAt: 5 }); kv.set('d', 4, {});");
        bench.Host.Expiring.ShouldBe(["a 1 1500 -", "b 2 - 86400000", "c 3 - 5"]);
    });

    [EngineTheory]
    [InlineData("{ ttl: 0 }", "ttl must be a number of milliseconds from 1 to 316224000000, was 0")]
    [InlineData("{ ttl: '5m' }", "ttl must be a number of milliseconds")]
    [InlineData("{ ttl: NaN }", "ttl must be a number of milliseconds")]
    [InlineData("{ ttl: 316224000001 }", "ttl must be a number of milliseconds")]
    [InlineData("{ expireAt: '2030-01-01' }", "expireAt must be a Date or a number of milliseconds since 1970")]
    [InlineData("{ expireAt: new Date(NaN) }", "expireAt must be a Date")]
    [InlineData("{ ttl: 1, expireAt: 1 }", "give ttl or expireAt, not both")]
    [InlineData("60", "the options must be an object, were 60")]
    public void What_a_time_to_expire_must_not_be_is_refused_at_the_call(string options, string message) => Test(bench =>
    {
        bench.Failure($"kv.set('a', 1, {options});").Message.ShouldStartWith("TypeError: kv.set: " + message);
        bench.Host["a"].ShouldBeNull();
    });

    [EngineFact]
    public void Events_are_scheduled_and_unscheduled() => Test(bench =>
    {
        bench.Result("""
            events.schedule('daily', '30 6 * * *', { timezone: 'Europe/Berlin', event: 'report', data: { all: true }, catchUp: 'last' });
            events.schedule('tick', '@hourly');
            return [events.unschedule('tick'), events.unschedule('tick')];
            """).ShouldBe("[true,false]");
        bench.Host.Scheduled.ShouldBe(["""daily 30 6 * * * Europe/Berlin report {"all":true} last"""]);
    });

    [EngineTheory]
    [InlineData("Array(513).join('n')")]
    [InlineData("Array(257).join('é')")]
    [InlineData("Array(171).join('€')")]
    [InlineData("Array(129).join('😀')")]
    public void A_schedule_of_any_name_that_an_operator_may_use_is_replaced_and_removed(string name) => Test(bench =>
    {
        bench.Result($$"""
            var name = {{name}};
            events.schedule(name, '@daily', { event: 'tick' });
            events.schedule(name, '@hourly', { event: 'tick' });
            var existed = events.unschedule(name);
            events.schedule(name, '@weekly', { event: 'tick' });
            return existed;
            """).ShouldBe("true");
        var scheduled = bench.Host.Scheduled.ShouldHaveSingleItem();
        ScheduleName.Is(scheduled[..scheduled.IndexOf(" @weekly", StringComparison.Ordinal)]).ShouldBeTrue();
        bench.Failure($$"""events.schedule({{name}} + 'xyz', '@daily', { event: 'tick' });""").Message
            .ShouldStartWith("TypeError: events.schedule: the name must be a string of 1 to 512 bytes of UTF-8");
        bench.Failure($"events.unschedule({name} + 'xyz');").Message
            .ShouldStartWith("TypeError: events.unschedule: the name must be a string of 1 to 512 bytes of UTF-8");
    });

    [EngineTheory]
    [InlineData("events.schedule('', '@daily')", "schedule: the name must be a string of 1 to 512 bytes of UTF-8")]
    [InlineData("events.schedule('a', 5)", "schedule: the cron expression must be a string, was 5")]
    [InlineData("events.schedule('a', '@daily', { timezone: 2 })", "schedule: timezone must be a string, was 2")]
    [InlineData("events.schedule('a', '@daily', { event: '' })", "schedule: event must be a string of 1 to 128 characters")]
    [InlineData("events.schedule('a', '@daily', { catchUp: 'some' })", "schedule: catchUp must be 'none', 'last' or 'all', was")]
    [InlineData("events.schedule('a', '@daily', null)", "schedule: the options must be an object, were null")]
    [InlineData("events.unschedule()", "unschedule: the name must be a string")]
    public void What_a_schedule_must_not_be_is_refused_at_the_call(string call, string message) => Test(bench =>
    {
        bench.Failure(call + ";").Message.ShouldStartWith("TypeError: events." + message);
        bench.Host.Scheduled.ShouldBeEmpty();
    });

    [EngineFact]
    public void Kv_compares_and_sets() => Test(bench => bench.Result("""
        return [
          kv.compareAndSet('a', undefined, 1), kv.compareAndSet('a', undefined, 2), kv.compareAndSet('a', 1, { b: 2 }),
          kv.compareAndSet('a', { b: 3 }, 4), kv.compareAndSet('a', { b: 2 }, undefined), kv.get('a') === undefined,
        ];
        """).ShouldBe("[true,false,true,false,true,true]"));

    [EngineFact]
    public void Kv_lists_by_prefix_in_pages() => Test(bench => bench.Result("""
        ['a:1', 'a:2', 'a:3', 'b:1'].forEach(function (key, i) { kv.set(key, i); });
        return [kv.list({ prefix: 'a:', limit: 2 }), kv.list({ prefix: 'a:', after: 'a:2' }), kv.list().length];
        """).ShouldBe("""[[{"key":"a:1","value":0},{"key":"a:2","value":1}],[{"key":"a:3","value":2}],4]"""));

    [EngineFact]
    public void A_page_of_keys_tells_where_the_next_one_begins() => Test(bench => bench.Result("""
        ['a', 'b', 'c'].forEach(function (key, i) { kv.set(key, i); });
        var first = kv.list({ limit: 2 });
        var second = kv.list({ limit: 2, after: first.next });
        return [first.length, first.next, second.length, second.next === undefined, Object.keys(first)];
        """).ShouldBe("""[2,"b",1,true,["0","1"]]"""));

    [EngineFact]
    public void Kv_scopes_are_separate_and_nest() => Test(bench => bench.Result("""
        kv.set('k', 'none'); kv.scope('a').set('k', 'a'); kv.scope('a').scope('b').set('k', 'ab');
        return [kv.get('k'), kv.scope('a').get('k'), kv.scope('b', 'a').get('k'), kv.scope('b').get('k') === undefined];
        """).ShouldBe("""["none","a","ab",true]"""));

    [EngineFact]
    public void Kv_records_carry_scopes_and_dates() => Test(bench => bench.Result("""
        kv.scope('s').set('k', 1);
        var record = kv.scope('s').getRecord('k');
        return [record.key, record.value, record.scopes, record.createdAt instanceof Date, record.updatedAt.getTime(), kv.getRecord('x') === undefined];
        """).ShouldBe("""["k",1,["s"],true,1767323045006,true]"""));

    [EngineTheory]
    [InlineData("kv.get(7)", "TypeError: kv.get: the key must be a string, was 7")]
    [InlineData("kv.get({})", "TypeError: kv.get: the key must be a string, was {}")]
    [InlineData("kv.get('a\\u0000')", "TypeError: kv.get: the key holds the character U+0000, which cannot be stored")]
    [InlineData("kv.get('\\ud800')", "TypeError: kv.get: the key holds half of a surrogate pair, which cannot be stored")]
    [InlineData("kv.set('a')", "TypeError: kv.set: the value is undefined; to remove a key, call kv.delete")]
    [InlineData("kv.increment('a', '1')", "TypeError: kv.increment: the step must be a finite number, was \"1\"")]
    [InlineData("kv.increment('a', NaN)", "TypeError: kv.increment: the step must be a finite number, was NaN")]
    [InlineData("kv.list(5)", "TypeError: kv.list: the options must be an object, were 5")]
    [InlineData("kv.list({ limit: 0 })", "TypeError: kv.list: limit must be a whole number from 1 to 1000, was 0")]
    [InlineData("kv.list({ limit: 1001 })", "TypeError: kv.list: limit must be a whole number from 1 to 1000, was 1001")]
    [InlineData("kv.list({ limit: 3e9 })", "TypeError: kv.list: limit must be a whole number from 1 to 1000, was 3000000000")]
    [InlineData("kv.list({ limit: 1.5 })", "TypeError: kv.list: limit must be a whole number from 1 to 1000, was 1.5")]
    [InlineData("kv.list({ limit: NaN })", "TypeError: kv.list: limit must be a whole number from 1 to 1000, was NaN")]
    [InlineData("kv.list({ limit: '5' })", "TypeError: kv.list: limit must be a whole number from 1 to 1000, was \"5\"")]
    [InlineData("kv.scope()", "TypeError: kv.scope: name at least one scope")]
    [InlineData("kv.scope('')", "TypeError: kv.scope: a scope must not be empty")]
    [InlineData("state.update(1)", "TypeError: state.update: the argument must be a function, was 1")]
    [InlineData("require('fs')", "Error: Cannot find module \"fs\" required in index.js: there are no packages, nor modules of Node.js; there are no files; store values with kv.set")]
    public void A_wrong_argument_is_named_with_its_value(string expression, string message) => Test(bench =>
    {
        var require = expression.StartsWith("require", StringComparison.Ordinal);
        (require ? bench.FailToLoad(expression) : bench.Failure(expression + ";")).Message.ShouldBe(message);
    });

    [EngineFact]
    public void State_is_read_changed_in_place_or_replaced() => Test(bench =>
    {
        bench.Host.StateData = """{"n":1}""";
        bench.Host.StateEvents = """["member.join"]""";
        bench.Result("return [state.data, state.events];").ShouldBe("""[{"n":1},["member.join"]]""");
        bench.Result("state.data.n = 7; return state.data.n;").ShouldBe("1");
        bench.Result("return state.update(function (data) { data.n += 1; });").ShouldBe("""{"n":2}""");
        bench.Result("state.update(function (data) { return { replaced: data.n }; }); return state.data;").ShouldBe("""{"replaced":2}""");
    });

    [EngineFact]
    public void Console_writes_readable_lines_with_levels() => Test(bench =>
    {
        bench.Run("""
            console.debug('d'); console.log('text', 1, null, undefined, true); console.info([1, { a: 'b' }]);
            console.warn({ f: function name() {}, d: new Date(0), nested: { a: { b: { c: { d: 1 } } } } }); console.error(new TypeError('bad'));
            """).ShouldBeOfType<ScriptOutcome.Completed>();
        bench.Host.Log.ShouldBe(
        [
            "debug: d",
            "info: text 1 null undefined true",
            "info: [1, { a: \"b\" }]",
            "warn: { f: [Function name], d: 1970-01-01T00:00:00.000Z, nested: { a: { b: { c: [Object] } } } }",
            "error: TypeError: bad",
        ]);
    });

    [EngineFact]
    public void Console_is_bounded_and_runs_no_getter() => Test(bench =>
    {
        bench.Run("""
            var many = []; for (var i = 0; i < 1000; i++) many.push(i);
            var self = {}; self.self = self;
            console.log(new Array(10000).join('x')); console.log(many); console.log(self);
            console.log({ get danger() { throw new Error('ran'); } });
            """).ShouldBeOfType<ScriptOutcome.Completed>();
        bench.Host.Log[0].Length.ShouldBe("info: ".Length + 4096);
        bench.Host.Log[1].ShouldEndWith("49, … 950 more]");
        bench.Host.Log[2].ShouldBe("info: { self: { self: { self: { self: [Object] } } } }");
        bench.Host.Log[3].ShouldBe("info: { danger: [Getter] }");
    });

    [EngineFact]
    public void The_console_works_during_the_load() => Test(bench =>
    {
        bench.Load("console.info('loading');");
        bench.Host.Log.ShouldBe(["info: loading"]);
    });

    [EngineFact]
    public void The_template_names_itself_and_its_settings_are_frozen() => Test(bench => bench.Result("""
        template.settings.greeting = 'changed'; template.settings.nested.list.length; template.name = 'other';
        return [template.name, template.version, template.settings, Object.isFrozen(template), Object.isFrozen(template.settings.nested.list)];
        """).ShouldBe("""["sample",3,{"greeting":"hello","nested":{"list":[1,2]}},true,true]"""));

    [EngineFact]
    public void The_context_is_the_global_of_the_run_and_undefined_outside() => Test(bench =>
    {
        var template = bench.Load("""
            var outside = ctx;
            on('go', function (event, context) { return [outside === undefined, ctx === context, ctx.deadline instanceof Date, ctx.deadline.toISOString()]; });
            """);
        bench.Run(template).ShouldBeOfType<ScriptOutcome.Completed>().ResultJson.ShouldBe("""[true,true,true,"2026-11-20T12:00:00.000Z"]""");
    });

    [EngineFact]
    public void Globals_of_the_host_cannot_be_replaced() => Test(bench => bench.Result("""
        try { kv = 1; } catch (e) { } try { kv.get = 1; } catch (e) { } try { delete this.kv; } catch (e) { }
        return [typeof kv, typeof kv.get, typeof on, typeof console.log];
        """).ShouldBe("""["object","function","function","function"]"""));

    [EngineFact]
    public void Unknown_parts_of_other_hosts_are_absent() => Test(bench => bench.Result("""
        return [typeof setTimeout, typeof process, typeof fetch, typeof WebAssembly, typeof SharedArrayBuffer, typeof Atomics, typeof WeakRef, typeof FinalizationRegistry];
        """).ShouldBe("[" + string.Join(',', Enumerable.Repeat("\"undefined\"", 8)) + "]"));
}
