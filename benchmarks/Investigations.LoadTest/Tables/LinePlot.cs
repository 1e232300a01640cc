using System.Globalization;
using System.Text;

namespace Investigations.LoadTest;

/// <summary>Lines over a few steps, which are set at equal distances.</summary>
internal sealed class LinePlot(string title, string xName, string yName, IReadOnlyList<Series> series)
{
    private const double Width = 720;
    private const double Height = 380;
    private const double Left = 60;
    private const double Right = 130;
    private const double Top = 50;
    private const double Bottom = 50;
    private static readonly string[] Colors = ["#b3261e", "#6a7380", "#0b6bcb", "#2e7d32"];

    private readonly double[] _steps = [.. series.SelectMany(static line => line.X).Distinct().Order()];
    private readonly double _top = RoundUp(series.SelectMany(static line => line.Y).Where(double.IsFinite).Max());

    public string ToSvg()
    {
        var svg = new StringBuilder();
        Add($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="13" role="img" aria-label="{title}">""");
        Add($"""<rect width="{Width}" height="{Height}" fill="#ffffff"/>""");
        Add($"""<text x="{Left}" y="24" font-size="15" fill="#1a1a1a">{title}</text>""");
        for (var i = 0; i <= 4; i++)
        {
            var value = _top * i / 4;
            Add($"""<line x1="{Left}" x2="{Width - Right}" y1="{Y(value):0.#}" y2="{Y(value):0.#}" stroke="#dddddd"/>""");
            Add($"""<text x="{Left - 8}" y="{Y(value) + 4:0.#}" text-anchor="end" fill="#444444">{Figure.Of(value)}</text>""");
        }

        for (var i = 0; i < _steps.Length; i++)
        {
            Add($"""<text x="{X(i):0.#}" y="{Height - Bottom + 20}" text-anchor="middle" fill="#444444">{Figure.Of(_steps[i])}</text>""");
        }

        Add($"""<text x="{(Left + Width - Right) / 2}" y="{Height - 10}" text-anchor="middle" fill="#444444">{xName}</text>""");
        Add($"""<text x="{Left - 8}" y="{Top - 10}" text-anchor="end" fill="#444444">{yName}</text>""");
        for (var i = 0; i < series.Count; i++)
        {
            AddLine(series[i], Colors[i % Colors.Length]);
        }

        return svg.Append("</svg>\n").ToString();

        void AddLine(Series line, string color)
        {
            (double X, double Y)[] points = [.. line.X.Zip(line.Y, (x, y) => (X(Array.IndexOf(_steps, x)), Y(y)))];
            var path = string.Join(' ', points.Select(static point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#},{point.Y:0.#}")));
            Add($"""<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2.5"/>""");
            Array.ForEach(points, point => Add($"""<circle cx="{point.X:0.#}" cy="{point.Y:0.#}" r="3.5" fill="{color}"/>"""));
            Add($"""<text x="{points[^1].X + 10:0.#}" y="{points[^1].Y + 4:0.#}" fill="{color}">{line.Name}</text>""");
        }

        void Add(FormattableString element) => svg.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static double RoundUp(double value)
    {
        var step = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return Math.Ceiling(value / step / 2) * step * 2;
    }

    private double X(int step) => Left + ((step + 0.5) * (Width - Left - Right) / _steps.Length);

    private double Y(double value) => Height - Bottom - (value / _top * (Height - Top - Bottom));
}
