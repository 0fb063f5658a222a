using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Web.Access.Tokens;

[JsonConverter(typeof(CamelCaseEnumConverter))]
internal enum TokenState
{
    Active,
    Expired,
    Revoked,
}
