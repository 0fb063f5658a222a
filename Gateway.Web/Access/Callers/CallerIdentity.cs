using System.Security.Claims;

namespace Gateway.Web.Access.Callers;

/// <summary>
/// The identity of an authenticated request. It has the caller instead of claims, because a connection keeps its identity for its whole
/// life: the claims of a token and the token itself take about 5 KB.
/// </summary>
internal sealed class CallerIdentity(Caller caller) : ClaimsIdentity(nameof(CallerIdentity))
{
    public Caller Caller => caller;
}
