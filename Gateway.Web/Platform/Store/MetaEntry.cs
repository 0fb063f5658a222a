namespace Gateway.Web.Platform.Store;

/// <summary>A fact about the store itself.</summary>
internal sealed class MetaEntry
{
    public required string Key { get; init; }

    public required string Value { get; set; }
}
