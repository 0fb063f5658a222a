namespace Gateway.Web.Access.Callers;

/// <summary>Names of authorization policies that diagnostic endpoints ask for. Access fills them in.</summary>
internal static class DiagnosticsPolicies
{
    /// <summary>May see views across sessions: metrics, effective configuration.</summary>
    public const string View = "diagnostics.view";
}
