namespace Gateway.Web.Front.Api;

/// <summary>A JSON Web Key Set.</summary>
internal sealed record JsonWebKeyList(IReadOnlyList<JsonWebKeyItem> Keys);
