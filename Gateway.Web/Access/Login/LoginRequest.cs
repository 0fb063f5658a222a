using System.Text.Json.Serialization;
using Gateway.Web.Platform.Settings;

namespace Gateway.Web.Access.Login;

/// <summary>Body of <c>POST /api/login</c>. The text form of this record omits the password.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record LoginRequest(string? User, [property: Secret] string? Password)
{
    public override string ToString() => $"log-in of {LogName.Of(User)}";
}
