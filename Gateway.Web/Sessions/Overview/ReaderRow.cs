using Gateway.Contracts;

namespace Gateway.Web.Sessions.Overview;

/// <summary>One reader in a sample. Facts and figures that did not change are the objects of the sample before.</summary>
internal sealed record ReaderRow(OverviewReader Facts, ReaderLoad Load);
