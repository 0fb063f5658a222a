namespace Gateway.Web.Tests.Fixtures;

/// <summary>A test that fills a separate disk. If no such disk can be made, the test is skipped with the reason.</summary>
internal sealed class TinyDiskFactAttribute : FactAttribute
{
    public TinyDiskFactAttribute() => Skip = TinyDisk.MissingReason;
}
