using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Sessions.Calls;

/// <summary>Who acts, and where the request comes from.</summary>
internal sealed record ActingCaller(Caller Caller, string? RemoteAddress)
{
    public AuditEntry EntryOf(string action, string? sessionId, string? detail) => new()
    {
        Action = action,
        Subject = Caller.Subject,
        TokenId = Caller.TokenId,
        SessionId = sessionId,
        RemoteAddress = RemoteAddress,
        Detail = detail,
    };
}
