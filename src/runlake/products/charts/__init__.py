"""Chart presets that users make: Vega and Vega-Lite pictures with places that the columns of a logged table fill."""

from runlake.products.charts.chart import Chart, NewChart
from runlake.products.charts.product import Charts

__all__ = ["Chart", "Charts", "NewChart"]
