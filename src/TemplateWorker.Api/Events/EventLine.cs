using TemplateWorker.Api.Problems;

namespace TemplateWorker.Api.Events;

/// <summary>A line of a body of many events.</summary>
/// <param name="Number">From 1; empty lines count.</param>
/// <param name="Event">Null when there is a problem.</param>
/// <param name="Problem">What is wrong with it.</param>
internal readonly record struct EventLine(int Number, EventEnvelope? Event, Problem? Problem);
