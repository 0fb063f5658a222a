namespace Gateway.Web.Access.Tokens;

/// <summary>Metadata of an endpoint that accepts a token as the query parameter <c>access_token</c>.</summary>
internal sealed class QueryTokenAllowed;
