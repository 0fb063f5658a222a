namespace Gateway.Web.Sessions.Catalogue;

/// <summary>From what items are found. The simulator tells its objects by itself. Section <c>Gateway:Catalogue</c>.</summary>
internal sealed class CatalogueOptions
{
    public const string Section = "Gateway:Catalogue";

    /// <summary>The backend that has <see cref="Objects"/> and <see cref="DumpPath"/>; null means the default one.</summary>
    public string? Backend { get; set; }

    /// <summary>Objects whose attributes are read from their attribute <c>_Attributes[]</c>.</summary>
    public IReadOnlyList<string> Objects { get; set; } = [];

    /// <summary>Path of a galaxy dump, a .csv file that the vendor's tools export. It is read again when it changes.</summary>
    public string? DumpPath { get; set; }

    /// <summary>Largest number of objects and items of a backend; what is beyond is left out.</summary>
    public int MaxItems { get; set; } = 100_000;

    /// <summary>How long it is before the objects are asked for their attributes again, in seconds.</summary>
    public int RefreshSeconds { get; set; } = 300;
}
