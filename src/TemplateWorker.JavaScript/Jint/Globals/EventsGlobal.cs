using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using TemplateWorker.JavaScript.Jint.Values;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Jint.Globals;

/// <summary><c>events</c>: what a run emits and schedules.</summary>
internal sealed class EventsGlobal(GlobalScope scope)
{
    private static readonly string[] EmitOptions = ["delay", "key"];
    private static readonly string[] ScheduleOptions = ["timezone", "event", "data", "catchUp"];

    private static readonly JsObjectShape Shape = new HostShape<EventsGlobal>()
        .Method("emit", 3, (events, arguments) => events.Emit(arguments.At(0), arguments.At(1), arguments.At(2)))
        .Method("schedule", 3, (events, arguments) => events.Schedule(arguments.At(0), arguments.At(1), arguments.At(2)))
        .Method("unschedule", 1, (events, arguments) => events.Unschedule(arguments.At(0)))
        .Build();

    public static ObjectInstance Create(GlobalScope scope) => scope.Create(Shape, new EventsGlobal(scope), "events");

    private JsValue Emit(JsValue nameValue, JsValue data, JsValue optionsValue)
    {
        var name = scope.Errors.EventName(nameValue, "events.emit: the event name");
        var options = scope.Errors.Options(optionsValue, "events.emit", EmitOptions);
        var delay = options.Option("delay");
        var key = options.Option("key");
        var milliseconds = scope.Errors.Delay(delay, "events.emit: delay");
        var keyText = key.IsUndefined() ? null : scope.Errors.EventKey(key, "events.emit: key");
        var json = scope.WriteData(data);
        return scope.Call(HostFunction.EventsEmit, "events.emit", name, json, ScriptNumber.ToText(milliseconds), keyText);
    }

    private JsValue Schedule(JsValue nameValue, JsValue cronValue, JsValue optionsValue)
    {
        var name = scope.Errors.ScheduleName(nameValue, "events.schedule: the name");
        var cron = scope.Errors.Text(cronValue, "events.schedule: the cron expression");
        var options = scope.Errors.Options(optionsValue, "events.schedule", ScheduleOptions);
        var timezone = options.Option("timezone");
        var eventName = options.Option("event");
        var data = options.Option("data");
        var catchUp = options.Option("catchUp");
        var zone = timezone.IsUndefined() ? "UTC" : scope.Errors.Text(timezone, "events.schedule: timezone");
        var emitted = scope.Errors.EventName(eventName.IsUndefined() ? nameValue : eventName, "events.schedule: event");
        var missed = catchUp.IsUndefined() ? "none" : catchUp.IsString() ? catchUp.AsString() : null;
        if (missed is not ("none" or "last" or "all"))
        {
            throw scope.Errors.Type($"events.schedule: catchUp must be 'none', 'last' or 'all', was {ValueInspector.Inspect(catchUp)}");
        }

        scope.Host.CallInRun(HostFunction.EventsSchedule, "events.schedule", name, cron, zone, emitted, scope.WriteData(data), missed);
        return JsValue.Undefined;
    }

    private JsValue Unschedule(JsValue name) => scope.Call(
        HostFunction.EventsUnschedule, "events.unschedule", scope.Errors.ScheduleName(name, "events.unschedule: the name"));
}
