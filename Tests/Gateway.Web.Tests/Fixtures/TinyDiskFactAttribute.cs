namespace Gateway.Web.Tests.Fixtures;

/// <summary>A test that fills a disk of its own. Where it cannot have one the test is skipped, and says so.</summary>
internal sealed class TinyDiskFactAttribute : FactAttribute
{
    public TinyDiskFactAttribute() => Skip = TinyDisk.MissingReason;
}
