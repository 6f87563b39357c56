"""`rnntui train`: the notebook's model, trained by Keras.

Begin with `command.py`; `data.py` is what it trains on, `progress.py` and `report.py` what it prints.
"""
