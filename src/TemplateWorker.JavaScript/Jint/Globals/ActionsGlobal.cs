using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using TemplateWorker.JavaScript.Jint.Values;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Jint.Globals;

/// <summary><c>actions</c>: what a run asks the product around it to do.</summary>
internal sealed class ActionsGlobal(GlobalScope scope)
{
    private static readonly string[] SendOptions = ["delay", "key", "channel"];

    private static readonly JsObjectShape Shape = new HostShape<ActionsGlobal>()
        .Method("send", 3, (actions, arguments) => actions.Send(arguments.At(0), arguments.At(1), arguments.At(2)))
        .Method("cancel", 1, (actions, arguments) => actions.Cancel(arguments.At(0)))
        .Build();

    public static ObjectInstance Create(GlobalScope scope) => scope.Create(Shape, new ActionsGlobal(scope), "actions");

    private JsValue Send(JsValue typeValue, JsValue data, JsValue optionsValue)
    {
        var type = scope.Errors.EventName(typeValue, "actions.send: the type");
        var options = scope.Errors.Options(optionsValue, "actions.send", SendOptions);
        var delay = options.Option("delay");
        var key = options.Option("key");
        var channel = options.Option("channel");
        var milliseconds = scope.Errors.Delay(delay, "actions.send: delay");
        var keyText = key.IsUndefined() ? null : scope.Errors.EventKey(key, "actions.send: key");
        var channelText = channel.IsUndefined() ? null : scope.Errors.EventName(channel, "actions.send: channel");
        return scope.Call(
            HostFunction.ActionsSend, "actions.send", type, scope.WriteAction(data), ScriptNumber.ToText(milliseconds), keyText, channelText);
    }

    private JsValue Cancel(JsValue id) => scope.Call(HostFunction.ActionsCancel, "actions.cancel", scope.Errors.Text(id, "actions.cancel: the id"));
}
