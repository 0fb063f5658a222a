using System.Text.Json;
using Gateway.Errors;
using Gateway.Web.Access.Audit;
using Gateway.Web.Platform.Store;

namespace Gateway.Web.Access.Tokens;

/// <summary>
/// The only way in which tokens leave the gateway: each token is signed, listed so that it can be revoked, and recorded in the audit
/// trail. The caller of this class decides whether the token may be issued.
/// </summary>
internal sealed class TokenMinter(TokenIssuer issuer, TokenBook book, IAudit audit)
{
    /// <exception cref="GatewayException"><c>InvalidArgument</c>, or <c>TokenRevoked</c> when the parent was revoked meanwhile.</exception>
    public async Task<MintedToken> MintAsync(TokenRequest request, TokenOrigin origin, CancellationToken cancellationToken)
    {
        var issued = issuer.Issue(request);
        var entry = EntryOf(request, origin, issued);
        await book.AddAsync(entry, cancellationToken);
        await audit.RecordNowAsync(new AuditEntry
        {
            Action = AuditActions.TokenMinted,
            Subject = origin.IssuedBy,
            TokenId = origin.IssuerTokenId,
            SessionId = request.SessionId,
            RemoteAddress = origin.RemoteAddress,
            Detail = $"{issued.TokenId} for {request.Subject} ({origin.Source}), until {issued.ExpiresAt:O}, scopes {entry.Scopes}",
        });
        return new MintedToken(issued, TokenInfo.Of(entry, issued.IssuedAt));
    }

    private static TokenEntry EntryOf(TokenRequest request, TokenOrigin origin, IssuedToken issued) => new()
    {
        TokenId = issued.TokenId,
        Subject = request.Subject,
        Label = request.Label,
        Scopes = string.Join(' ', request.Scopes),
        SessionTags = JsonSerializer.Serialize(request.SessionTags),
        SessionId = request.SessionId,
        ReadGlobs = request.Read is null ? null : JsonSerializer.Serialize(request.Read),
        WriteGlobs = request.Write is null ? null : JsonSerializer.Serialize(request.Write),
        IssuedAt = issued.IssuedAt,
        ExpiresAt = issued.ExpiresAt,
        Source = origin.Source,
        IssuedBy = origin.IssuedBy,
        ParentId = origin.ParentId,
        Kid = issued.Kid,
    };
}
