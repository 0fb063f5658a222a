using System.Globalization;

namespace Gateway.LoadTest.Runs;

/// <summary>Figures of several rounds as text: the median, and in brackets the least and the greatest.</summary>
internal static class Figures
{
    /// <summary>Thousands apart, as in <c>100 000</c>.</summary>
    public static string Count(double value) => value.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    /// <summary>With as many digits as mean something: <c>0.230</c>, <c>2.01</c>, <c>10.8</c>, <c>352</c>.</summary>
    public static string Short(double value) => value.ToString(value switch { < 1 => "0.000", < 10 => "0.00", < 20 => "0.0", _ => "0" }, CultureInfo.InvariantCulture);

    public static string Fixed(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Such as <c>2.01 (1.80–2.20)</c>; a single figure stands alone.</summary>
    public static string Spread(IReadOnlyCollection<double> values, Func<double, string> text, bool bold = false)
    {
        var median = bold ? $"**{text(Median(values))}**" : text(Median(values));
        return values.Count < 2 ? median : $"{median} ({text(values.Min())}–{text(values.Max())})";
    }

    /// <summary>Of an even number of values the mean of the two in the middle; of none NaN.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>As a word where one writes it so: <c>three rounds</c>.</summary>
    public static string Rounds(int count)
    {
        string[] words = ["", "one round", "two rounds", "three rounds", "four rounds", "five rounds", "six rounds"];
        return count < words.Length ? words[count] : $"{count} rounds";
    }
}
