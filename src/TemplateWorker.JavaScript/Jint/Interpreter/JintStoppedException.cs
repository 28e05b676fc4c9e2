namespace TemplateWorker.JavaScript.Jint.Interpreter;

/// <summary>Leaves the interpreter once <see cref="JintGuard.Stopped"/> says why. It is no error of the script, which cannot catch it.</summary>
internal sealed class JintStoppedException : Exception;
