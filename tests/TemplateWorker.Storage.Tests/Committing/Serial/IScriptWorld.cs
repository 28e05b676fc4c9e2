namespace TemplateWorker.Storage.Tests.Committing.Serial;

/// <summary>What a script reads from: the database, or the model of it.</summary>
internal interface IScriptWorld
{
    Seen Get(string key);

    SeenPage List(string prefix, int limit);

    Seen State();
}
