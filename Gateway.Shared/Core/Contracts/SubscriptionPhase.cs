using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>Whether a subscription reads the history by cursor or is fed by the pump.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum SubscriptionPhase
{
    CatchingUp,
    Live,
}
