namespace Gateway.Web.Streams.Log;

/// <summary>A contiguous run of a numbered log. Immutable, shared by all readers.</summary>
internal interface INumberedBatch
{
    long First { get; }

    long Last { get; }

    int Count { get; }
}
