namespace Gateway.Web.Sessions.ItemSets;

/// <summary>Bounds of the sets of items that users keep. Section <c>Gateway:ItemSets</c>.</summary>
internal sealed class ItemSetOptions
{
    public const string Section = "Gateway:ItemSets";

    /// <summary>Largest number of sets of one subject.</summary>
    public int SetsPerSubject { get; set; } = 100;

    /// <summary>Largest number of items in one set.</summary>
    public int ItemsPerSet { get; set; } = 1_000;
}
