namespace Gateway.Web.Streams.Events;

/// <summary>The place of a filter among those of its session.</summary>
/// <param name="Number">A small number that no other filter has at the same time.</param>
/// <param name="Use">A number that no other filter ever has.</param>
internal readonly record struct FilterSlot(int Number, long Use);
