using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;

namespace Gateway.Web.Tests.Streams.Events;

/// <summary>The simplest implementation of filters: it evaluates decoded events one after another.</summary>
internal sealed class ReferenceFilter(StreamFilter? filter, Func<int, string> referenceOf)
{
    private readonly Dictionary<int, MxEvent> _sent = [];

    public bool TanksOnly { get; set; }

    public bool Passes(MxEvent one)
    {
        if (!Matches(one))
        {
            return false;
        }

        if (one.Family != EventFamily.OnDataChange || filter is null or { Deadband: null, DeadbandPercent: null })
        {
            return true;
        }

        if (_sent.TryGetValue(one.ItemHandle, out var last) && last.Quality == one.Quality && !IsChange(last.Value!.Value, one.Value!.Value))
        {
            return false;
        }

        _sent[one.ItemHandle] = one;
        return true;
    }

    /// <summary>Whether the event passes regardless of earlier events.</summary>
    public bool Matches(MxEvent one) =>
        (!TanksOnly || referenceOf(one.ItemHandle).StartsWith("Tank", StringComparison.Ordinal))
        && (filter?.Families?.Contains(one.Family) ?? true)
        && (filter?.Items?.Any(key => key.ItemHandle == one.ItemHandle) ?? true)
        && (filter?.References?.Any(glob => referenceOf(one.ItemHandle).StartsWith(glob.TrimEnd('*'), StringComparison.Ordinal)) ?? true)
        && (one.Family != EventFamily.OnDataChange || (one.Quality & 0xC0) >= (filter?.MinimumQuality ?? 0));

    public void Anchor(IEnumerable<MxEvent> snapshot)
    {
        foreach (var one in snapshot)
        {
            _sent[one.ItemHandle] = one;
        }
    }

    private bool IsChange(MxValue before, MxValue now)
    {
        if (IsNumber(before, out var from) && IsNumber(now, out var to))
        {
            var change = Math.Abs(to - from);
            return !before.Equals(now) && change >= (filter!.Deadband ?? 0) && change >= (filter.DeadbandPercent ?? 0) / 100 * Math.Abs(from);
        }

        return !before.Equals(now);
    }

    private static bool IsNumber(MxValue value, out double number)
    {
        var isNumber = value.TryGetDouble(out number) && value.Type is not (VariantType.Boolean or VariantType.Error);
        // Deadbands compare the exact values of floats.
        number = value.Type == VariantType.Float ? value.AsFloat() : number;
        return isNumber && double.IsFinite(number);
    }
}
